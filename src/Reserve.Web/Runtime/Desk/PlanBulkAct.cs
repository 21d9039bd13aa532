using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Migration;

namespace Reserve.Web.Runtime.Desk;

/// <summary>What was looked at: its number, and how many cases it has.</summary>
internal sealed record PlannedAct(BulkActId Id, int Cases);

/// <summary>Looks at what would happen to cases, and keeps it, to be ordered or not.</summary>
/// <param name="To">Who gets the tasks; null: everybody of their roles.</param>
/// <param name="Element">Only the tasks of this element; null: all.</param>
/// <param name="IsPartly">There were more cases than these.</param>
[Allow(Roles.Administrator)]
[Says("Посмотреть, что будет с делами")]
internal sealed record PlanBulkAct(BulkKind Kind, IReadOnlyList<RunId> Runs, Guid? To = null, string? Element = null, bool IsPartly = false)
    : IRequest<Result<PlannedAct, PlanRefusal>>,
        IPlaced
{
    /// <summary>Cases of one act.</summary>
    public const int Most = 10_000;

    Area IPlaced.Area =>
        Area.Each(
            Area.People(To is { } person ? [person] : [], nameof(To)),
            Area.Asked("row-level security: only runs of the caller's scope are found, each is then written in its own")
        );
}

internal enum PlanRefusal
{
    [Says("Этих дел уже нет.")]
    NoCases,
}

internal sealed class PlanBulkActValidator : AbstractValidator<PlanBulkAct>
{
    public PlanBulkActValidator() =>
        RuleFor(command => command.Runs)
            .NotEmpty()
            .WithMessage(MigrateRunsValidator.NoCases)
            .Must(runs => runs.Count <= PlanBulkAct.Most)
            .WithMessage("За один раз можно взять не больше 10 000 дел.");
}

internal sealed class PlanBulkActHandler(BulkPlans plans, ReserveDb db, Caller caller)
    : IRequestHandler<PlanBulkAct, Result<PlannedAct, PlanRefusal>>
{
    /// <summary>What nobody ordered is thrown away after so long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task<Result<PlannedAct, PlanRefusal>> Handle(PlanBulkAct command, CancellationToken cancellationToken)
    {
        var cases = await plans.Of(command.Kind, command.Runs, command.To, command.Element, cancellationToken);
        if (cases.Count == 0)
            return PlanRefusal.NoCases;
        var stamp = caller.Stamp();
        var id = Ids.New<BulkActId>(stamp.At);
        var batch = new RuntimeSession(db).NewBatch();
        batch
            .Add(
                """
                delete from bulk_act_item i using bulk_act a where a.id = i.act_id and a.ordered_at is null and a.planned_at < $1
                """
            )
            .With(stamp.At - Kept);
        batch
            .Add(
                """
                delete from bulk_act a where a.ordered_at is null and a.planned_at < $1
                    and not exists (select from bulk_act_item i where i.act_id = a.id)
                """
            )
            .With(stamp.At - Kept);
        batch
            .Add(
                """
                insert into bulk_act (id, territory, kind, person, element_id, is_partly, planned_by, planned_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                """
            )
            .With(id.Value)
            .With(db.Scope ?? Territory.Federation)
            .With(BulkKinds.Text(command.Kind))
            .With(command.To)
            .WithText(command.Element)
            .With(command.IsPartly)
            .With(stamp.Name)
            .With(stamp.At);
        batch
            .Add(
                """
                insert into bulk_act_item (act_id, run_id, territory, state, version, suspended, targets, findings, at)
                select $1, c.run, c.territory, c.state, c.version, c.suspended = 1, c.targets::jsonb, c.findings::jsonb, $8
                from unnest($2, $3, $4, $5, $6, $7, $9) c (run, territory, state, version, suspended, targets, findings)
                """
            )
            .With(id.Value)
            .With([.. cases.Select(one => one.Run)])
            .With([.. cases.Select(one => one.Territory)])
            .With([.. cases.Select(one => one.IsPossible ? "planned" : "impossible")])
            .With([.. cases.Select(one => one.Version)])
            .With([.. cases.Select(one => one.IsSuspended ? 1 : 0)])
            .With([.. cases.Select(one => BulkTarget.Write(one.Targets))])
            .With(stamp.At)
            .With([.. cases.Select(one => BulkFinding.Write(one.Findings))]);
        await batch.SendAsync(cancellationToken);
        return new PlannedAct(id, cases.Count);
    }
}
