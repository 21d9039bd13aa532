using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.AdHoc;

/// <summary>A person ends an ad-hoc subprocess, where its drawing lets people do so.</summary>
/// <param name="Wait">Its task.</param>
[Allow(AnySignedIn = true)]
[Says("Закончить работы")]
internal sealed record EndWorks(RunId Run, int Wait) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class EndWorksHandler(AdHocWork works, Caller caller) : IRequestHandler<EndWorks, Result<Done, TaskRefusal>>
{
    public const string Cause = "works-ended";

    public async Task<Result<Done, TaskRefusal>> Handle(EndWorks command, CancellationToken cancellationToken)
    {
        var wait = new WaitId(command.Run, command.Wait);
        var locked = await works.Lock(wait, cancellationToken);
        if (!locked.IsOk)
            return locked.Refusal!;
        var work = locked.Value;
        if (!AdHocQueries.MayEnd(work.Open, work.Task.Inputs))
            return new TaskRefusal.MayNotEnd();
        var stamp = caller.Stamp();
        var writer = works.Stepper.Session.NewWriter().In(work.Task.Territory);
        writer.CompleteTask(wait, "{}", stamp, caller.DisplayName);
        var happened = new RunEvent.CompleteAdHoc(command.Wait);
        if (await works.Stepper.Step(work.Run, happened, Cause, stamp, writer, cancellationToken) is not null)
            return new TaskRefusal.NotEnabled();
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
