using System.Text.Json;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A person completes a task by its form. <paramref name="Outcome"/> is the choice among the task's outcomes.</summary>
[Allow(AnySignedIn = true)]
[Says("Выполнить задачу")]
internal sealed record CompleteTask(RunId Run, int Wait, RawAnswers Answers, string? Outcome) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class CompleteTaskHandler(TaskCompletion completion) : IRequestHandler<CompleteTask, Result<Done, TaskRefusal>>
{
    public Task<Result<Done, TaskRefusal>> Handle(CompleteTask command, CancellationToken cancellationToken) =>
        completion.ByForm(new WaitId(command.Run, command.Wait), command.Answers, command.Outcome, cancellationToken);
}

/// <summary>Completes tasks inside the running transaction: by their form, or by the command of a page that decided the matter.</summary>
internal sealed class TaskCompletion(
    RunStepper stepper,
    ProcessCatalog catalog,
    Caller caller,
    TaskRights rights,
    FormDesk desk,
    AnswerForesight foresight,
    TaskCommands commands,
    Jobs.ProcessClock clock
)
{
    public const string OutcomeField = "outcome";

    public async Task<Result<Done, TaskRefusal>> ByForm(WaitId wait, RawAnswers raw, string? outcome, CancellationToken cancellationToken)
    {
        var (run, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        if (await rights.MayAct(task, caller, cancellationToken) is { } refusal)
            return refusal;
        if (run!.Suspended is { } suspended)
            return new TaskRefusal.Suspended(clock.Local(suspended.At));
        var settings = TaskSettings.Read(task!.Inputs);
        if (commands.IsInsteadOfForm(settings.Command))
            return new TaskRefusal.DecidedOnPage();
        var deployed = await catalog.Get(run.Definition, stepper.Session, cancellationToken);
        var form = TaskForms.Of(deployed, task.Form);
        var variables = form.NeedsVariables
            ? ProcessRun.Deserialize(deployed.Definition, run.State).VariablesAt((int)wait.Number)
            : FeelContext.Empty;
        var filled = await desk.Read(form, raw, variables, settings.Earlier, cancellationToken);
        List<Problem> problems =
        [
            .. filled.All.Where(field => field.Problem is not null).Select(field => new Problem(field.Path, field.Problem!)),
        ];
        if (settings.Outcomes.Count > 0 && settings.Outcomes.All(known => known.Value != outcome))
            problems.Add(new Problem(OutcomeField, "Выберите решение."));
        var given = settings.Variables(filled.Values, outcome);
        if (problems.Count == 0)
            problems.AddRange(await foresight.Problems(run, deployed, wait, given, cancellationToken));
        if (problems.Count > 0)
            return new TaskRefusal.BadAnswers(problems);
        return await Complete(run, task, wait, given, filled.Files, cancellationToken);
    }

    public async Task<Result<Done, TaskRefusal>> ByCommand(
        WaitId wait,
        FeelContext answers,
        string? outcome,
        CancellationToken cancellationToken
    )
    {
        var (run, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        if (await rights.MayAct(task, caller, cancellationToken) is { } refusal)
            return refusal;
        if (run!.Suspended is { } suspended)
            return new TaskRefusal.Suspended(clock.Local(suspended.At));
        return await Complete(run, task!, wait, TaskSettings.Read(task!.Inputs).Variables(answers, outcome), [], cancellationToken);
    }

    private async Task<Result<Done, TaskRefusal>> Complete(
        LockedRun run,
        FoundTask task,
        WaitId wait,
        FeelContext variables,
        IEnumerable<AttachedFile> files,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(task.Territory);
        writer.CompleteTask(wait, FeelJson.ToText(FeelValue.Context(variables)), stamp, caller.Signature);
        if (caller.ActsFor is not null)
            writer.In(run.Territory).Mark(run, null, new RunMark(RunMark.Substitute, caller.Signature, task.Element), stamp);
        writer.In(task.Territory);
        foreach (var file in files)
            writer.AddTaskFile(wait, file, stamp);
        switch (await stepper.Step(run, new RunEvent.TaskCompleted((int)wait.Number, variables), "task", stamp, writer, cancellationToken))
        {
            case null:
                await writer.SendAsync(cancellationToken);
                return new Done();
            // An ad-hoc subprocess, whose activities are picked one by one.
            case StepRefusal.WrongKind:
                return new TaskRefusal.PickedByPart();
            case { } refusal:
                throw new InvalidOperationException($"Task {wait} is open but its run refused it: {refusal}.");
        }
    }
}

/// <summary>A choice that ends a task.</summary>
public sealed record TaskOutcome(string Value, string Ru, string? En)
{
    public string Shown => TaskForm.Pick(Ru, En);
}

/// <summary>What a task's inputs say about its answers.</summary>
public sealed record TaskSettings(string? Result, string? OutcomeVariable, IReadOnlyList<TaskOutcome> Outcomes, FeelContext Earlier)
{
    /// <summary>The command of a page that completes the task.</summary>
    public string? Command { get; init; }

    public static TaskSettings Read(string inputs)
    {
        using var document = JsonDocument.Parse(inputs);
        var root = document.RootElement;
        var outcomes =
            root.TryGetProperty("outcomes", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(Outcome).ToList()
                : [];
        var earlier = root.TryGetProperty(HumanTask.EarlierAnswers, out var given) ? FeelJson.Read(given).AsContext() : null;
        return new TaskSettings(Text(root, "result"), Text(root, "outcome"), outcomes, earlier ?? FeelContext.Empty)
        {
            Command = Text(root, "command"),
        };
    }

    /// <summary>The variables that a completed task gives to its process.</summary>
    internal FeelContext Variables(FeelContext answers, string? outcome)
    {
        var variables = Result is null ? answers : FeelContext.Of((Result, FeelValue.Context(answers)));
        return Outcomes.Count == 0 ? variables : variables.With(OutcomeVariable ?? "outcome", FeelValue.From(outcome));
    }

    private static TaskOutcome Outcome(JsonElement outcome) =>
        outcome.ValueKind == JsonValueKind.Object
            ? new TaskOutcome(Text(outcome, "value") ?? "", Text(outcome, "ru") ?? Text(outcome, "value") ?? "", Text(outcome, "en"))
            : new TaskOutcome(outcome.ToString(), outcome.ToString(), null);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}

/// <summary>Finds a task's form among the files of its process version.</summary>
internal static class TaskForms
{
    /// <exception cref="InvalidOperationException">The version has no such form; deployment refuses this for names that are
    /// constants.</exception>
    public static TaskForm Of(Deployed deployed, string? form) =>
        form is null ? TaskForm.Empty
        : deployed.Files.TryGetValue(ProcessCompiler.FormPath(form), out var json) ? TaskForm.Parse(json)
        : throw new InvalidOperationException($"Process {deployed.Key} version {deployed.Version} has no form {form}.");
}
