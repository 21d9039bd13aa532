using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Forms;

/// <summary>What a form is filled in against.</summary>
/// <param name="Variables">What the process knows where the task waits.</param>
/// <param name="Earlier">The answers that were given before, when the task is done again.</param>
/// <param name="Now">The moment that formulas call now().</param>
internal sealed record FormData(FeelContext Variables, FeelContext Earlier, ProcessClock Clock, DateTimeOffset Now)
{
    /// <summary>A formula of a form that takes longer than this is cut off: it is worked out at every keystroke.</summary>
    private static readonly FeelLimits Limits = FeelLimits.Default with { Steps = 200_000, RegexTime = TimeSpan.FromMilliseconds(200) };

    public FeelValue Evaluate(FieldFormula? formula, FeelContext scope) =>
        formula?.Expression is { } expression
            ? expression.Evaluate(scope, Clock.Options(Now) with { Limits = Limits }).Value
            : FeelValue.Null;

    /// <summary>What stood at a way of names in the earlier answers; of a field that is only read, else in the process.</summary>
    public FeelValue First(string path, bool orVariable) =>
        At(Earlier, path) is { IsNull: false } earlier ? earlier
        : orVariable ? At(Variables, path)
        : FeelValue.Null;

    internal static FeelValue At(FeelContext context, string path)
    {
        var value = FeelValue.Context(context);
        foreach (var name in path.Split('.'))
        {
            if (value.AsContext()?.TryGet(name, out value) != true)
                return FeelValue.Null;
        }
        return value;
    }

    /// <summary>A context with the value put at a way of names.</summary>
    internal static FeelContext Put(FeelContext context, string path, FeelValue value)
    {
        if (path.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0)
            return context.With(path, value);
        var (name, rest) = (path[..dot], path[(dot + 1)..]);
        var inner = context.TryGet(name, out var known) ? known.AsContext() : null;
        return context.With(name, FeelValue.Context(Put(inner ?? FeelContext.Empty, rest, value)));
    }
}
