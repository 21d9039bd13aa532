using System.Text.Json;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>Short ways to evaluate an expression in a test.</summary>
internal static class Formula
{
    public static readonly FeelOptions Options = new(new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.FromHours(5)))
    {
        Calendar = ShippedCalendar.Instance,
    };

    public static FeelResult Result(string text, string variables = "{}", FeelLimits? limits = null)
    {
        var context = Context(variables);
        var parsed = FeelExpression.Parse(text, FeelScope.Of(context));
        Assert.True(parsed.Ok, string.Join("; ", parsed.Diagnostics));
        return parsed.Expression!.Evaluate(context, limits is null ? Options : Options with { Limits = limits });
    }

    public static string Value(string text, string variables = "{}") => Result(text, variables).Value.ToString();

    public static string Test(string tests, string input, string variables = "{}")
    {
        var context = Context(variables);
        var parsed = FeelExpression.ParseUnaryTests(tests, FeelScope.Of(context));
        Assert.True(parsed.Ok, string.Join("; ", parsed.Diagnostics));
        return parsed.Expression!.Test(Result(input).Value, context, Options).Value.ToString();
    }

    public static IReadOnlyList<FeelDiagnostic> Faults(string text) => FeelExpression.Parse(text).Diagnostics;

    public static FeelContext Context(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FeelJson.Read(document.RootElement).AsContext()!;
    }
}
