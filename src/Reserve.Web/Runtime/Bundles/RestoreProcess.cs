using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

internal enum RestoreRefusal
{
    [Says("Процесс не снят с использования.")]
    NotRetired,
}

/// <summary>A retired process, or a region's own version of it, takes new runs again.</summary>
[Allow(Roles.Administrator)]
[Says("Вернуть процесс в использование")]
internal sealed record RestoreProcess(string Key, string? ForTerritory) : IRequest<Result<Done, RestoreRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class RestoreProcessHandler(RunStepper stepper, StartSchedule starts, Caller caller)
    : IRequestHandler<RestoreProcess, Result<Done, RestoreRefusal>>
{
    public async Task<Result<Done, RestoreRefusal>> Handle(RestoreProcess command, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("delete from process_retired where key = $1 and for_territory is not distinct from $2 returning 1")
            .With(command.Key)
            .WithText(command.ForTerritory);
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return RestoreRefusal.NotRetired;
        }
        await starts.Align(command.Key, caller.Stamp(), cancellationToken);
        return new Done();
    }
}
