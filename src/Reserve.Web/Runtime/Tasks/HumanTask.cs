using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// The inputs of the human task activity: <c>title</c>, <c>role</c>, <c>territory</c>, <c>assignee</c>, <c>form</c>, <c>page</c>,
/// <c>command</c> (the command of a page that completes it); those about time are in <see cref="TaskDeadline"/>;
/// <c>result</c> names the variable that takes the answers as a whole, <c>outcome</c> the variable that takes the choice
/// among <c>outcomes</c>. All of them are kept with the task.
/// </summary>
internal static class HumanTask
{
    public const string ActivityType = "Reserve.HumanTask";

    public const string EarlierAnswers = "earlier";

    /// <summary>Whom a task belongs to that names neither role nor assignee: somebody must see it.</summary>
    private const string LastResort = Access.Roles.Administrator;

    public static NewTask Open(
        RunEffect.OpenUserTask effect,
        string elementName,
        string runTerritory,
        DateTimeOffset now,
        ProcessClock clock
    )
    {
        var territory = Text(effect.Inputs, "territory") ?? runTerritory;
        var options = clock.Options(now, territory);
        var role = Text(effect.Inputs, "role");
        var assignee = Guid.TryParse(Text(effect.Inputs, "assignee"), out var person) ? person : (Guid?)null;
        return new NewTask(
            effect.ElementId,
            Text(effect.Inputs, "title") ?? (elementName.Length > 0 ? elementName : effect.ElementId),
            role ?? (assignee is null ? LastResort : null),
            territory,
            assignee,
            TaskDeadline.Of(effect.Inputs, options.Now, options.Calendar, territory),
            Text(effect.Inputs, "form"),
            Text(effect.Inputs, "page"),
            FeelJson.ToText(FeelValue.Context(effect.Inputs))
        );
    }

    /// <summary>
    /// When the variable that takes the answers already has a value, the form opens filled with it. Kept among the task's inputs as
    /// <c>earlier</c>.
    /// </summary>
    public static RunEffect.OpenUserTask WithEarlierAnswers(RunEffect.OpenUserTask effect, FeelContext variables) =>
        Text(effect.Inputs, "result") is { } result && variables.TryGet(result, out var earlier) && earlier.AsContext() is not null
            ? effect with
            {
                Inputs = effect.Inputs.With(EarlierAnswers, earlier),
            }
            : effect;

    private static string? Text(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text ? text : null;
}
