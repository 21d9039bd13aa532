using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// What the activities that follow a task would refuse of its answers. The step is made on a copy of the run, so the drawing may lead there
/// as it likes: through ways, rules and subprocesses.
/// </summary>
internal sealed class AnswerForesight(
    RunStepper stepper,
    ActivityCatalog activities,
    ActivityInvoker invoker,
    IEnumerable<IAnswerCheck> checks,
    Caller caller
)
{
    private readonly Dictionary<Type, IAnswerCheck> byCommand = checks.ToDictionary(check => check.Command);

    public async Task<IReadOnlyList<Problem>> Problems(
        LockedRun run,
        Deployed deployed,
        WaitId wait,
        FeelContext variables,
        CancellationToken cancellationToken
    )
    {
        if (!deployed.Definition.BoundElements.Any(element => CheckOf(element.Binding!.ActivityType) is not null))
            return [];
        var problems = new List<Problem>();
        var happened = new RunEvent.TaskCompleted((int)wait.Number, variables);
        foreach (var call in await stepper.Foresee(run, happened, caller.Stamp(), cancellationToken))
        {
            if (
                CheckOf(call.ActivityType) is not { } check
                || invoker.Bind(call.ActivityType!, ActivityPayload.Write(call.Inputs)).Command is not { } command
            )
                continue;
            using (caller.AsSystem(run.Territory))
            {
                if (await check.Problem(command, cancellationToken) is { } problem)
                    problems.Add(problem);
            }
        }

        return problems;
    }

    private IAnswerCheck? CheckOf(string? activity) =>
        activity is not null && activities.Find(activity) is { } known ? byCommand.GetValueOrDefault(known.Command) : null;
}
