using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// The inputs of the human task activity: <c>title</c>, <c>role</c>, <c>territory</c>, <c>assignee</c>, <c>due</c>, <c>form</c>,
/// <c>page</c>, <c>command</c> (the command of a page that completes it);
/// <c>result</c> names the variable that takes the answers as a whole, <c>outcome</c> the variable that takes the choice
/// among <c>outcomes</c>. All of them are kept with the task.
/// </summary>
internal static class HumanTask
{
    public const string ActivityType = "Reserve.HumanTask";

    public const string EarlierAnswers = "earlier";

    /// <summary>Whom a task belongs to that names neither role nor assignee: somebody must see it.</summary>
    private const string LastResort = Access.Roles.Administrator;

    public static NewTask Open(RunEffect.OpenUserTask effect, string elementName, string runTerritory, DateTimeOffset now)
    {
        var role = Text(effect.Inputs, "role");
        var assignee = Guid.TryParse(Text(effect.Inputs, "assignee"), out var person) ? person : (Guid?)null;
        return new NewTask(
            effect.ElementId,
            Text(effect.Inputs, "title") ?? (elementName.Length > 0 ? elementName : effect.ElementId),
            role ?? (assignee is null ? LastResort : null),
            Text(effect.Inputs, "territory") ?? runTerritory,
            assignee,
            Due(effect.Inputs, now),
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

    /// <summary>A moment, a date (its last second), or a duration from now.</summary>
    private static DateTimeOffset? Due(FeelContext inputs, DateTimeOffset now)
    {
        if (!inputs.TryGet("due", out var due))
            return null;
        if (due.AsString() is { } text)
            return FeelDuration.TryParse(text)?.ToTimeSpan() is { } literal ? now + literal
                : DateTimeOffset.TryParse(
                    text,
                    System.Globalization.CultureInfo.InvariantCulture,
                    System.Globalization.DateTimeStyles.AssumeUniversal,
                    out var moment
                )
                    ? moment
                : (DateTimeOffset?)null;
        return due.AsDateTime()?.ToDateTimeOffset(now.Offset)
            ?? (
                due.AsDate()?.ToDateOnly() is { } date
                    ? new DateTimeOffset(date.ToDateTime(new TimeOnly(23, 59, 59)), now.Offset)
                    : (DateTimeOffset?)null
            )
            ?? (due.AsDuration()?.ToTimeSpan() is { } span ? now + span : (DateTimeOffset?)null);
    }

    /// <summary>Whether a text says when a task is due: a moment, a date, or a duration of ISO 8601.</summary>
    public static bool IsDue(string text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) || FeelDuration.TryParse(text) is not null;

    private static string? Text(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text ? text : null;
}
