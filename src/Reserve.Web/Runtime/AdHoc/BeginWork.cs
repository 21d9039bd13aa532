using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.AdHoc;

/// <summary>A person begins one of the activities of an ad-hoc subprocess.</summary>
/// <param name="Wait">Its task.</param>
/// <param name="Element">The activity.</param>
/// <param name="Seen">How often it had been begun when the person chose: of two who begin it at the same time, one is told.</param>
[Allow(AnySignedIn = true)]
[Says("Начать работу")]
internal sealed record BeginWork(RunId Run, int Wait, string Element, int Seen) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class BeginWorkHandler(AdHocWork works, Caller caller) : IRequestHandler<BeginWork, Result<Done, TaskRefusal>>
{
    public const string Cause = "work-begun";

    public async Task<Result<Done, TaskRefusal>> Handle(BeginWork command, CancellationToken cancellationToken)
    {
        var locked = await works.Lock(new WaitId(command.Run, command.Wait), cancellationToken);
        if (!locked.IsOk)
            return locked.Refusal!;
        var work = locked.Value;
        if (await works.Begun(work, command.Element, cancellationToken) is { By: { } by } begun && begun.Count > command.Seen)
            return new TaskRefusal.BegunMeanwhile(by, begun.At);
        var writer = works.Stepper.Session.NewWriter();
        var happened = new RunEvent.ActivateAdHoc(command.Wait, command.Element);
        if (await works.Stepper.Step(work.Run, happened, Cause, caller.Stamp(), writer, cancellationToken) is not null)
            return new TaskRefusal.NotEnabled();
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
