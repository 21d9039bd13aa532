using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

internal enum RetireRefusal
{
    [Says("Такого процесса нет.")]
    UnknownProcess,

    [Says("Процесс уже снят с использования.")]
    Already,
}

/// <summary>
/// A process takes no new runs, or a region goes by the version for all again; what runs goes on. <see cref="RestoreProcess"/> takes it
/// back.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Снять процесс с использования")]
internal sealed record RetireProcess(string Key, string? ForTerritory) : IRequest<Result<Done, RetireRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class RetireProcessHandler(RunStepper stepper, StartSchedule starts, Caller caller)
    : IRequestHandler<RetireProcess, Result<Done, RetireRefusal>>
{
    public async Task<Result<Done, RetireRefusal>> Handle(RetireProcess command, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                with known as (
                    select 1 from process_definition where key = $1 and for_territory is not distinct from $2 limit 1),
                retired as (
                    insert into process_retired (key, for_territory, retired_by, retired_at) select $1, $2, $3, $4 from known
                    on conflict do nothing returning 1)
                select exists (select from known), exists (select from retired)
                """
            )
            .With(command.Key)
            .WithText(command.ForTerritory)
            .With(stamp.Name)
            .With(stamp.At);
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            if (!reader.GetBoolean(0))
                return RetireRefusal.UnknownProcess;
            if (!reader.GetBoolean(1))
                return RetireRefusal.Already;
        }
        await starts.Align(command.Key, stamp, cancellationToken);
        return new Done();
    }
}
