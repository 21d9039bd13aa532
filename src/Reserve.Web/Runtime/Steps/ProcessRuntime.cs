using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

internal enum StartRefusal
{
    [Says("Процесс не развёрнут.")]
    UnknownProcess,

    [Says("У процесса нет такого начала.")]
    NoSuchStart,
}

internal enum RunRefusal
{
    [Says("Экземпляр процесса не найден.")]
    NotFound,

    [Says("Экземпляр процесса уже завершён.")]
    Ended,

    [Says("Процесс этого больше не ждёт.")]
    NotAwaited,

    [Says("Дело приостановлено администратором: пока его не возобновят, ничего сделать нельзя.")]
    Suspended,
}

/// <summary>
/// Moves processes inside the transaction of the running command: for the handlers of features. Everything it writes commits with
/// the handler's own changes or not at all.
/// </summary>
internal sealed class ProcessRuntime
{
    private readonly RunStepper stepper;
    private readonly ProcessCatalog catalog;
    private readonly Messaging messaging;
    private readonly TaskCompletion completion;
    private readonly Grants grants;

    internal ProcessRuntime(RunStepper stepper, ProcessCatalog catalog, Messaging messaging, TaskCompletion completion, Grants grants)
    {
        this.grants = grants;
        this.stepper = stepper;
        this.catalog = catalog;
        this.messaging = messaging;
        this.completion = completion;
    }

    /// <summary>Starts the version of a process that is current in the run's territory.</summary>
    public async Task<Result<RunId, StartRefusal>> Start(
        string key,
        StartFacts facts,
        FeelContext variables,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        if (await ProcessCatalog.Current(key, facts.Territory, stepper.Session, cancellationToken) is not { } definition)
            return StartRefusal.UnknownProcess;
        var run = new NewRun(Ids.New<RunId>(stamp.At), definition, facts.Territory, facts.Subject, facts.BusinessKey, null);
        var writer = stepper.Session.NewWriter();
        if (await stepper.Start(run, variables, null, "start", stamp, writer, cancellationToken) is not null)
            return StartRefusal.NoSuchStart;
        await writer.SendAsync(cancellationToken);
        return run.Id;
    }

    /// <summary>
    /// Starts a process for an activity of another: a link of a chain, so that processes which begin each other for ever are found out.
    /// </summary>
    public async Task<Result<RunId, StartRefusal>> StartFromActivity(
        string key,
        StartFacts facts,
        FeelContext variables,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        stepper.Hops++;
        var started = await Start(key, facts, variables, stamp, cancellationToken);
        stepper.Hops--;
        return started;
    }

    /// <summary>
    /// Completes a task as the current caller, for the command of a page that decided the matter; the answers are what the task's
    /// form would have given, the outcome one of the task's outcomes.
    /// </summary>
    public Task<Result<Done, TaskRefusal>> CompleteTask(
        RunId run,
        int wait,
        FeelContext answers,
        string? outcome,
        CancellationToken cancellationToken
    ) => completion.ByCommand(new WaitId(run, wait), answers, outcome, cancellationToken);

    /// <summary>
    /// Completes the caller's open task of this command in the runs about a subject: a page knows its case, neither the task's number
    /// nor its place in the drawing. With several (one for each member of a commission) the caller's own is taken, else one of somebody for
    /// whom the caller acts.
    /// </summary>
    public async Task<Result<Done, TaskRefusal>> CompleteTask<TCommand>(
        Subject subject,
        FeelContext answers,
        Guid? person,
        CancellationToken cancellationToken
    )
    {
        List<Guid> persons = person is { } own ? [own] : [];
        persons.AddRange((await grants.Mine(cancellationToken)).Where(grant => grant.Seat is null).Select(grant => grant.Absent));
        if (await stepper.Session.FindTask(subject, TaskCommands.NameOf<TCommand>(), persons, cancellationToken) is not { } wait)
            return new TaskRefusal.NotFound();
        return await completion.ByCommand(wait, answers, null, cancellationToken);
    }

    /// <summary>
    /// Gives a message to the one run that waits for it, or starts the process that it starts. The facts are those of a run so started.
    /// What nobody takes is not kept: who sent it is told at once. Only runs <paramref name="within"/> a territory get it, if one is given.
    /// </summary>
    public async Task<Correlated> Correlate(
        string message,
        string? correlation,
        FeelContext variables,
        StartFacts facts,
        Stamp stamp,
        CancellationToken cancellationToken,
        string? within = null
    )
    {
        var writer = stepper.Session.NewWriter();
        var payload = new JobPayload(null, message, correlation, null, variables, Within: within);
        // An activity that sends a message is one link of a chain, as a message that the drawing throws.
        stepper.Hops++;
        var (outcome, _) = await messaging.Message(payload, facts, stamp, writer, cancellationToken);
        stepper.Hops--;
        await writer.SendAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Sets variables of the process from outside.</summary>
    public Task<Result<Done, RunRefusal>> SetVariables(
        RunId run,
        FeelContext variables,
        Stamp stamp,
        CancellationToken cancellationToken
    ) => Give(run, new RunEvent.SetVariables(variables), "set-variables", stamp, cancellationToken);

    internal async Task<Result<Done, RunRefusal>> Give(
        RunId id,
        RunEvent happened,
        string cause,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        if (await stepper.Session.Lock(id, cancellationToken) is not { } run)
            return RunRefusal.NotFound;
        var writer = stepper.Session.NewWriter();
        switch (await stepper.Step(run, happened, cause, stamp, writer, cancellationToken))
        {
            case null:
                await writer.SendAsync(cancellationToken);
                return new Done();
            case StepRefusal.Ended:
                return RunRefusal.Ended;
            case StepRefusal.Suspended:
                return RunRefusal.Suspended;
            default:
                return RunRefusal.NotAwaited;
        }
    }
}
