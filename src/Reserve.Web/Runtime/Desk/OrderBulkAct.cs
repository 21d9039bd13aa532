using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Desk;

/// <summary>
/// Does what was looked at, in the background: each case by itself, by any node. A case that has changed since is left alone and says so.
/// </summary>
/// <param name="Leave">Cases that are left out.</param>
[Allow(Roles.Administrator)]
[Says("Выполнить действие над делами")]
internal sealed record OrderBulkAct(BulkActId Act, string Reason, IReadOnlyList<RunId>? Leave = null)
    : IRequest<Result<Done, OrderRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("bulk_act", Act, nameof(Act));
}

internal enum OrderRefusal
{
    [Says("Это действие уже запущено.")]
    AlreadyOrdered,

    [Says("Выполнять нечего: ни с одним делом этого сделать нельзя.")]
    Nothing,
}

internal sealed class OrderBulkActValidator : AbstractValidator<OrderBulkAct>
{
    public OrderBulkActValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class OrderBulkActHandler(ReserveDb db, WorkSignal signal, Caller caller)
    : IRequestHandler<OrderBulkAct, Result<Done, OrderRefusal>>
{
    public async Task<Result<Done, OrderRefusal>> Handle(OrderBulkAct command, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var reason = command.Reason.Trim();
        if (await Take(command.Act, reason, stamp, cancellationToken) is not { } act)
            return OrderRefusal.AlreadyOrdered;
        var order = new BulkOrder(command.Act.Value, act.Kind, act.To, stamp.By, stamp.Name, reason);
        var batch = new RuntimeSession(db).NewBatch();
        // A case has one job of this kind at a time: whoever comes second is told so.
        batch
            .Add(
                """
                with made as (
                    insert into job (run_id, wait_id, kind, activity, payload, due_at)
                    select i.run_id, $3, 'service', $4, $5, $6 from bulk_act_item i
                    where i.act_id = $1 and i.state = 'planned' and i.run_id <> all ($2) order by i.run_id
                    on conflict (run_id, wait_id) do nothing returning run_id),
                moved as (
                    update bulk_act_item i
                    set state = case when i.run_id = any ($2) then 'left' when m.run_id is null then 'refused' else 'waiting' end,
                        findings = case when i.run_id = any ($2) or m.run_id is not null then i.findings else $7 end, at = $6
                    from bulk_act_item o left join made m on m.run_id = o.run_id
                    where o.act_id = $1 and o.state = 'planned' and i.act_id = o.act_id and i.run_id = o.run_id
                    returning i.state)
                select count(*)::int from moved where state <> 'left'
                """
            )
            .With(command.Act.Value)
            .With([.. (command.Leave ?? []).Select(run => run.Value)])
            .With((long)BulkJobs.Wait)
            .With(InnerJobs.BulkAct)
            .With(order.Write())
            .With(stamp.At)
            .WithJson(BulkFinding.Write([new BulkFinding(BulkLine.Busy)]));
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetInt32(0) == 0)
            return OrderRefusal.Nothing;
        signal.Expect(db);
        return new Done();
    }

    /// <summary>Of two who order the same act the second finds it ordered.</summary>
    private async Task<(BulkKind Kind, Guid? To)?> Take(BulkActId id, string reason, Stamp stamp, CancellationToken cancellationToken)
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch
            .Add(
                """
                update bulk_act set reason = $2, ordered_by = $3, ordered_at = $4
                where id = $1 and ordered_at is null and kind <> 'migrate' returning kind, person
                """
            )
            .With(id.Value)
            .With(reason)
            .With(stamp.Name)
            .With(stamp.At);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (BulkKinds.Parse(reader.GetString(0))!.Value, reader.IsDBNull(1) ? null : reader.GetGuid(1))
            : null;
    }
}
