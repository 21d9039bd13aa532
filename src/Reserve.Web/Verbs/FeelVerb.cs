using Reserve.Engine.Feel;
using Reserve.Web.Features.Calendar;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve feel eval EXPR [--context FILE.json] [--unary INPUT]</c>: one expression, its value as JSON.
/// Working days are counted by the shipped calendar.</summary>
internal static class FeelVerb
{
    private const string Usage = "reserve feel eval EXPR [--context FILE.json] [--unary INPUT]";

    public static async Task<int> Eval(string[] args, TimeProvider clock)
    {
        if (args is not [var text, .. var rest] || Read(rest) is not { } call)
            return await Verb.WrongCallAsync(Usage);
        var variables = FeelContext.Empty;
        if (call.ContextFile is { } file)
        {
            if (await ContextFile.Read(file, json => FeelJson.Read(json).AsContext()) is not { } context)
                return Verb.BadInput;
            variables = context;
        }

        var options = new FeelOptions(clock.GetLocalNow()) { Calendar = ShippedCalendar.Instance };
        var scope = FeelScope.Of(variables);
        var input = FeelValue.Null;
        if (call.Unary is { } source)
        {
            if (await Parsed(FeelExpression.Parse(source, scope)) is not { } given)
                return Verb.BadInput;
            input = await Told(given.Evaluate(variables, options));
        }

        var parsed = call.Unary is null ? FeelExpression.Parse(text, scope) : FeelExpression.ParseUnaryTests(text, scope);
        if (await Parsed(parsed) is not { } expression)
            return Verb.BadInput;
        var value = await Told(call.Unary is null ? expression.Evaluate(variables, options) : expression.Test(input, variables, options));
        await Console.Out.WriteLineAsync(FeelJson.ToText(value));
        return Verb.Fine;
    }

    private static (string? ContextFile, string? Unary)? Read(string[] args) =>
        args switch
        {
            [] => (null, null),
            ["--context", var file] => (file, null),
            ["--unary", var input] => (null, input),
            ["--context", var file, "--unary", var input] => (file, input),
            ["--unary", var input, "--context", var file] => (file, input),
            _ => null,
        };

    private static async Task<FeelExpression?> Parsed(FeelParseResult result)
    {
        foreach (var diagnostic in result.Diagnostics)
            await Console.Error.WriteLineAsync(diagnostic.ToString());
        return result.Expression;
    }

    private static async Task<FeelValue> Told(FeelResult result)
    {
        foreach (var warning in result.Warnings)
            await Console.Error.WriteLineAsync(warning.ToString());
        return result.Value;
    }
}
