using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Removes every version and the draft of a process (for one territory, or for all) by which no case ever ran.</summary>
[Allow(Roles.Administrator)]
[Says("Удалить процесс")]
internal sealed record DeleteProcess(string Key, string? ForTerritory) : IRequest<Result<Done, PublishRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class DeleteProcessHandler(RunStepper stepper, Deployment deployment)
    : IRequestHandler<DeleteProcess, Result<Done, PublishRefusal>>
{
    private const string Versions = "select id from process_definition where key = $1 and for_territory is not distinct from $2";

    public async Task<Result<Done, PublishRefusal>> Handle(DeleteProcess command, CancellationToken cancellationToken)
    {
        await deployment.Lock(cancellationToken);
        var batch = stepper.Session.NewBatch();
        // Runs of other territories count too: the foreign key sees what the scope hides, this question says it in words.
        batch.Add($"select reserve_has_runs(array({Versions}))").With(command.Key).WithText(command.ForTerritory);
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            if (reader.GetBoolean(0))
                return new PublishRefusal.HasRuns();
        }
        var removal = stepper.Session.NewBatch();
        foreach (var table in (string[])["process_draft", "process_retired", "process_definition"])
            removal
                .Add($"delete from {table} where key = $1 and for_territory is not distinct from $2")
                .With(command.Key)
                .WithText(command.ForTerritory);
        await removal.SendAsync(cancellationToken);
        return new Done();
    }
}
