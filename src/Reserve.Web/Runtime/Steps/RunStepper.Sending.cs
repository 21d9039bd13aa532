using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// What a step sets going beyond its run: jobs and called processes, bounded so that neither one transaction nor a chain of them is
/// endless.
/// </summary>
internal sealed partial class RunStepper
{
    private const int DeepestCall = 50;

    /// <summary>Called processes that one transaction starts; further ones are started by jobs.</summary>
    private const int CallsAtOnce = 50;

    private int called;

    private readonly record struct Work(JobKind Kind, string? Element, string? Activity, string? Payload, RunId? Target = null);

    private void Send(OneStep step, RunWriter writer, Work work, WaitId wait, DateTimeOffset due, int hops)
    {
        var isEndless = hops > options.Value.Hops;
        writer.AddJob(
            wait,
            work.Kind,
            isEndless ? null : due,
            step.Stamp.At,
            work.Element,
            work.Activity,
            work.Payload,
            isEndless ? 0 : hops,
            work.Target
        );
        if (isEndless)
            writer.RaiseIncident(
                wait,
                work.Element,
                step.Territory,
                "EndlessChain",
                $"Больше {options.Value.Hops} сообщений, сигналов, вызовов или наступивших сроков подряд без человека и без ожидания: "
                    + $"похоже на бесконечную цепь через «{work.Element ?? step.Deployed.Key}». Повтор продолжит её.",
                step.Stamp
            );
    }

    /// <summary>
    /// Other runs are told by jobs and never in the same transaction: a step locks one run, so that two runs which
    /// tell each other things cannot wait for each other.
    /// </summary>
    private void Deliver(OneStep step, RunWriter writer, JobKind kind, string? element, JobPayload payload) =>
        Send(
            step,
            writer,
            new(kind, element, null, payload.Write(), kind == JobKind.CalledEnded ? payload.Target?.Run : null),
            step.NextDelivery(),
            step.Stamp.At,
            kind == JobKind.Cancel ? 0 : Hops + 1
        );

    /// <summary>
    /// A timer that lies ahead ends a chain; one that is due at once is a hop, unless it is a repetition that catches up.
    /// </summary>
    private int HopsOf(OneStep step, RunEffect.ScheduleTimer timer) =>
        timer.DueAt > step.Now ? 0
        : step.Given.Any(given => given is RunEvent.TimerFired fired && fired.WaitId == timer.WaitId) ? Hops
        : Hops + 1;

    private async Task StartCalled(
        OneStep step,
        RunEffect.StartCalledProcess call,
        RunWriter writer,
        int depth,
        CancellationToken cancellationToken
    )
    {
        if (called < CallsAtOnce)
        {
            called++;
            var caller = new CallingWait(step.Wait(call.WaitId), step.Territory, call.ElementId);
            var isStarted = await StartCalled(caller, call.ProcessId, call.Variables, step.Stamp, writer, depth, cancellationToken);
            if (isStarted && step.Given is [RunEvent.Retry, ..])
                writer.ResolveIncidents(step.Run, call.WaitId, step.Stamp);
            return;
        }
        var payload = new JobPayload(null, call.ProcessId, null, null, call.Variables, Depth: depth);
        Send(
            step,
            writer,
            new(JobKind.Service, call.ElementId, InnerJobs.StartCalled, payload.Write()),
            step.Wait(call.WaitId),
            step.Stamp.At,
            Hops + 1
        );
    }

    /// <summary>
    /// Starts the process that a call activity waits for; what stands in the way becomes an incident of the call, to be retried.
    /// </summary>
    /// <returns>Whether it was started.</returns>
    public async Task<bool> StartCalled(
        CallingWait caller,
        string process,
        Engine.Feel.FeelContext variables,
        Stamp stamp,
        RunWriter writer,
        int depth,
        CancellationToken cancellationToken
    )
    {
        if (depth >= DeepestCall)
            return Failed("CallsTooDeep", $"Вызовы процессов вложены глубже {DeepestCall}.");
        if (await ProcessCatalog.Current(process, caller.Territory, Session, cancellationToken) is not { } definition)
            return Failed("UnknownProcess", $"Процесс {process} не развёрнут.");
        var child = new NewRun(Ids.New<RunId>(stamp.At), definition, caller.Territory, null, null, caller.Wait);
        return await Start(child, variables, null, "call", stamp, writer, cancellationToken, depth + 1) is not { } refusal
            || Failed(refusal.ToString(), $"Процесс {process} нельзя начать вызовом.");

        bool Failed(string code, string message)
        {
            writer.RaiseIncident(caller.Wait, caller.Element, caller.Territory, code, message, stamp);
            return false;
        }
    }
}

/// <summary>A call activity that waits for the process that it called.</summary>
internal readonly record struct CallingWait(WaitId Wait, string Territory, string? Element);

/// <summary>
/// Jobs of the kind <see cref="JobKind.Service"/> that are no activity of a feature: a node that does not know them makes an incident of
/// them.
/// </summary>
internal static class InnerJobs
{
    public const string MoreChildren = "Reserve.MoreChildren";

    public const string StartCalled = "Reserve.StartCalled";

    public const string Migrate = "Reserve.Migrate";

    public const string UndoMigration = "Reserve.UndoMigration";

    public const string BulkAct = "Reserve.BulkAct";
}
