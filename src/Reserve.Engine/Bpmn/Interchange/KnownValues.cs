using System.Xml;
using Reserve.Engine.Bpmn.Deadlines;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>What a timer comes to before any run: a length as ISO 8601 constant.</summary>
/// <param name="Constant">The length that <see cref="XmlConvert.ToTimeSpan"/> reads.</param>
/// <param name="DependsOnTheDay">Whether another day would give another length.</param>
internal sealed record KnownLength(string Constant, bool DependsOnTheDay);

/// <summary>Variables that every run of a drawing has alike: results of decisions without inputs.</summary>
internal sealed class KnownValues
{
    private readonly FeelContext values;
    private readonly DateTimeOffset now;

    private KnownValues(FeelContext values, DateTimeOffset now)
    {
        this.values = values;
        this.now = now;
    }

    public static KnownValues Of(BpmnFile file, IReadOnlyDictionary<string, DmnModel> rules, DateTimeOffset now)
    {
        var found = file
            .Processes.SelectMany(Activities)
            .Select(task => task.Binding)
            .OfType<ActivityBinding>()
            .Where(binding =>
                binding.Input("decisionRef") is { ExpressionType: BindingExpressionType.Literal }
                && binding.Input("resultVariable") is { ExpressionType: BindingExpressionType.Literal, Value.Length: > 0 }
            )
            .Select(binding => (Name: binding.Input("resultVariable")!.Value, Value: Decide(binding, rules, now)))
            .GroupBy(result => result.Name, StringComparer.Ordinal)
            // A variable that two decisions set differently, or one sets by what it is given, is not known beforehand.
            .Where(group => group.All(result => result.Value is { } value && value == group.First().Value))
            .Select(group => KeyValuePair.Create(group.Key, group.First().Value!.Value));
        return new KnownValues(FeelContext.From(found), now);
    }

    /// <summary>The length of a timer; null when it depends on what a run does, or is none.</summary>
    public KnownLength? Length(string text, TimerKind kind)
    {
        if (UsualWeeks(text, kind) is { } counted)
            return counted;
        if (Iso(FeelValue.From(text), kind, now) is { } literal)
            return new KnownLength(literal, false);
        var parsed = FeelExpression.Parse(text.TrimStart('=').Trim(), values.Entries.Select(entry => entry.Key)).Expression;
        if (parsed is null || parsed.FreeVariables.Any(name => !values.TryGet(name, out _)))
            return null;
        var value = parsed.Evaluate(values, new FeelOptions(now)).Value;
        if (UsualWeeks(value.AsString(), kind) is { } days)
            return days;
        var later = now.AddDays(100);
        return Iso(value, kind, now) is { } today && Iso(parsed.Evaluate(values, new FeelOptions(later)).Value, kind, later) is { } another
            ? new KnownLength(today, today != another)
            : null;
    }

    /// <summary>Working days as days of the calendar, with the weekends that they may meet and no holiday.</summary>
    private static KnownLength? UsualWeeks(string? text, TimerKind kind) =>
        kind == TimerKind.Duration && text is not null && DeadlineRule.Parse(text) is DeadlineRule.Working(var days)
            ? new KnownLength(Iso(new IsoDuration(0, TimeSpan.FromDays((days / 5 * 7) + (days % 5 == 0 ? 0 : (days % 5) + 2)))), true)
            : null;

    private static string? Iso(FeelValue value, TimerKind kind, DateTimeOffset now)
    {
        if (TimerSchedule.From(value, kind, now) is not { } schedule)
            return null;
        if (schedule.Interval is { } interval)
            return Iso(interval);
        if (kind != TimerKind.Duration)
            return null;
        return value.AsMonths() is { } months ? Iso(new IsoDuration((int)months.TotalMonths, TimeSpan.Zero))
            : value.AsString() is { } text && IsoDuration.TryParse(text) is { } written ? Iso(written)
            : Iso(new IsoDuration(0, schedule.DueAt - now));
    }

    /// <summary>A length that has passed already fires at once.</summary>
    private static string Iso(IsoDuration length) =>
        length.Months < 0 || length.Time < TimeSpan.Zero ? "PT0S"
        : length.Months == 0 ? XmlConvert.ToString(length.Time)
        : length.Time == TimeSpan.Zero ? $"P{length.Months}M"
        : XmlConvert.ToString(length.Time).Insert(1, $"{length.Months}M");

    private static FeelValue? Decide(ActivityBinding binding, IReadOnlyDictionary<string, DmnModel> rules, DateTimeOffset now)
    {
        var decision = binding.Input("decisionRef")!.Value;
        var model = binding.Input("model") is { ExpressionType: BindingExpressionType.Literal } named
            ? rules.GetValueOrDefault(named.Value)
            : rules.Values.FirstOrDefault(candidate =>
                candidate.Definitions.Decisions.Any(one => one.Id == decision || one.Name == decision)
            );
        if (model is null || model.InputsOf(decision).Count > 0)
            return null;
        var result = model.Evaluate(decision, FeelContext.Empty, new FeelOptions(now));
        return result.IsKnown && result.Value == model.Evaluate(decision, FeelContext.Empty, new FeelOptions(now.AddDays(100))).Value
            ? result.Value
            : null;
    }

    public static IEnumerable<Activity> Activities(IFlowScope scope) =>
        scope
            .Nodes.OfType<Activity>()
            .SelectMany(activity => activity is SubProcess inner ? Activities(inner).Prepend(activity) : [activity]);
}
