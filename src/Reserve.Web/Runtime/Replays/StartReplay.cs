using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Replays;

internal enum ReplayRefusal
{
    [Says("Черновика нет: пробовать нечего.")]
    NoDraft,

    [Says("Черновик не собирается: сначала исправьте ошибки проверки.")]
    Unsound,
}

/// <summary>
/// Tries the draft on the cases that began within the last months: they are played in the background, the former trial of this draft is
/// forgotten.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Проиграть прошлые дела по черновику")]
internal sealed record StartReplay(string Key, string? ForTerritory, int Months = 12) : IRequest<Result<Done, ReplayRefusal>>, IPlaced
{
    /// <summary>Of more cases the newest are played.</summary>
    public const int Most = 20_000;

    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class StartReplayHandler(RunStepper stepper, ProcessDrafts drafts, DraftReplay replay, Caller caller)
    : IRequestHandler<StartReplay, Result<Done, ReplayRefusal>>
{
    public async Task<Result<Done, ReplayRefusal>> Handle(StartReplay command, CancellationToken cancellationToken)
    {
        var changes = await drafts.Changes(command.Key, command.ForTerritory, cancellationToken);
        if (changes.Count == 0)
            return ReplayRefusal.NoDraft;
        if (await replay.Draft(command.Key, command.ForTerritory, cancellationToken) is null)
            return ReplayRefusal.Unsound;
        var stamp = caller.Stamp();
        var batch = stepper.Session.NewBatch();
        batch
            .Add("delete from process_replay where key = $1 and for_territory is not distinct from $2")
            .With(command.Key)
            .WithText(command.ForTerritory);
        batch
            .Add(
                """
                with cases as (
                    select r.id from process_run r join process_definition d on d.id = r.definition_id
                    where d.key = $2 and r.started_at >= $6
                      and ($3::text is null or r.territory = $3 or starts_with(r.territory, $3 || '.'))
                    order by r.started_at desc, r.id desc limit $9)
                insert into process_replay (
                    id, key, for_territory, territory, seen, since, asked_by, asked_at, total, runs, state, ended_at)
                select $1, $2, $3, $4, $5, $6, $7, $8, count(*)::int, coalesce(array_agg(c.id), '{}'),
                       case when count(*) = 0 then 'done' else 'running' end, case when count(*) = 0 then $8 end
                from cases c
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(command.Key)
            .WithText(command.ForTerritory)
            .With(command.ForTerritory ?? caller.Territory ?? Territory.Federation)
            .With(ProcessDrafts.Seen(changes))
            .With(stamp.At.AddMonths(-Math.Clamp(command.Months, 1, 120)))
            .With(stamp.Name)
            .With(stamp.At)
            .With(StartReplay.Most);
        await batch.SendAsync(cancellationToken);
        return new Done();
    }
}
