using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

internal enum RetryStartRefusal
{
    [Says("Такого начала у процесса нет.")]
    UnknownStart,

    [Says("Повторять нечего: с этим началом всё в порядке.")]
    NoProblem,
}

/// <summary>A start that failed is tried again at once.</summary>
/// <param name="Key">The process.</param>
/// <param name="ForTerritory">The territory whose own version it is of; null: the version for all.</param>
/// <param name="Start">The start, as the process's page lists it.</param>
[Allow(Roles.Administrator)]
[Says("Повторить начало процесса")]
internal sealed record RetryStart(string Key, string? ForTerritory, Guid Start) : IRequest<Result<Done, RetryStartRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class RetryStartHandler(RunStepper stepper, ReserveDb db, WorkSignal signal, Caller caller)
    : IRequestHandler<RetryStart, Result<Done, RetryStartRefusal>>
{
    public async Task<Result<Done, RetryStartRefusal>> Handle(RetryStart command, CancellationToken cancellationToken)
    {
        if (await HeldStart.Lock(stepper.Session, command.Key, command.ForTerritory, command.Start, cancellationToken) is not { } start)
            return RetryStartRefusal.UnknownStart;
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                update process_start set look_at = $2
                where id = $1 and problem is not null and paused_at is null and state = 'waiting'
                """
            )
            .With(start.Id)
            .With(caller.Stamp().At);
        if (await batch.SendAsync(cancellationToken) is not [1])
            return RetryStartRefusal.NoProblem;
        signal.Expect(db);
        return new Done();
    }
}
