namespace Reserve.Engine.Feel.Evaluation;

/// <summary>What one evaluation carries along: clock, limits, warnings. One thread at a time; reused.</summary>
internal sealed class FeelState
{
    private const int MaxWarnings = 100;
    private const int PartsPerStep = 16;
    private const int PatternsPerEvaluation = 5;

    /// <summary>The thread's own state, for the outermost evaluation.</summary>
    [ThreadStatic]
    private static FeelState? own;

    private List<FeelWarning>? warnings;
    private FeelCall? call;
    private FeelState? outer;
    private FeelState? inner;
    private bool used;
    private int steps;
    private int depth;
    private TimeSpan slow;

    public FeelOptions Options { get; private set; } = null!;

    public FeelLimits Limits { get; private set; } = FeelLimits.Default;

    /// <summary>The text that positions of warnings refer to.</summary>
    public string Text { get; set; } = "";

    /// <summary>Place of the call under way.</summary>
    public int At { get; set; }

    /// <summary>Which free variables were not given; null when all were, or when nobody asked.</summary>
    public bool[]? Missing { get; set; }

    /// <summary>Whether a limit was reached: everything still to be evaluated is null.</summary>
    public bool Stopped { get; private set; }

    public FeelCall Call => call ??= new FeelCall(this);

    public static FeelState Rent(FeelOptions options, string text)
    {
        var state = own ??= new FeelState();
        if (state.used)
            state = state.Innermost().Nested();
        state.used = true;
        // What is the same as last time is not written again: each reference written costs as much as an addition.
        if (!ReferenceEquals(state.Options, options))
        {
            state.Options = options;
            state.Limits = options.Limits;
        }

        if (!ReferenceEquals(state.Text, text))
            state.Text = text;
        return state;
    }

    public static void Return(FeelState state)
    {
        if (state.outer is { } outer)
        {
            outer.steps = state.steps;
            outer.Stopped |= state.Stopped;
            outer.inner = null;
        }

        state.warnings = null;
        state.steps = 0;
        state.slow = default;
        state.depth = 0;
        state.Stopped = false;
        state.Missing = null;
        state.used = false;
    }

    private FeelState Innermost() => inner is null ? this : inner.Innermost();

    /// <summary>For an evaluation inside this one, by way of a host's function: one budget for both.</summary>
    private FeelState Nested() =>
        inner = new FeelState
        {
            outer = this,
            steps = steps,
            slow = slow,
            depth = depth,
            Stopped = Stopped,
        };

    public IReadOnlyList<FeelWarning> Warnings => warnings is null ? [] : warnings;

    public void Warn(int at, string message)
    {
        if (Stopped)
            return;
        warnings ??= [];
        if (warnings.Count >= MaxWarnings)
            return;
        var (line, column) = at < 0 ? (0, 0) : Syntax.FeelParser.Place(Text, at);
        warnings.Add(new FeelWarning(message, line, column));
    }

    /// <summary>Null, with a warning at the call under way.</summary>
    public FeelValue Fail(string message)
    {
        Warn(At, message);
        return default;
    }

    /// <summary>Null, with a warning.</summary>
    public FeelValue Fail(int at, string message)
    {
        Warn(at, message);
        return default;
    }

    /// <summary>Counts loop turns or other work; false when there were too many.</summary>
    public bool Step(int at, int count = 1)
    {
        if (Stopped)
            return false;
        if ((steps += count) <= Limits.Steps && steps >= 0)
            return true;
        Stop(at, $"вычисление прервано: больше {Limits.Steps} шагов");
        return false;
    }

    /// <summary>
    /// Counts the time that patterns took: a loop around a slow one ends after some times the limit of one, instead of going on for as
    /// long as its other steps allow.
    /// </summary>
    public void SpendOnPatterns(TimeSpan time)
    {
        slow += time;
        for (var above = outer; above is not null; above = above.outer)
            above.slow += time;
        if (slow > Limits.RegexTime * PatternsPerEvaluation && !Stopped)
            Stop(At, "вычисление прервано: образцы проверяются слишком долго");
    }

    /// <summary>Counts the work of walking through a value of this weight; false when there was too much.</summary>
    public bool Walk(int at, long weight) => weight < PartsPerStep || Step(at, (int)Math.Min(weight / PartsPerStep, int.MaxValue / 2));

    /// <summary>What is given to the host: null when the evaluation was stopped, or when the value is too large to be written.</summary>
    public FeelValue Result(FeelValue value)
    {
        if (!value.IsNumber && !Stopped && value.Weight > Limits.ValueSize)
            Stop(-1, $"вычисление прервано: в значении больше {Limits.ValueSize} частей");
        return Stopped ? default : value;
    }

    public bool Enter(int at)
    {
        if (Stopped)
            return false;
        if (depth < Limits.Depth && System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            depth++;
            return true;
        }

        Stop(at, $"вычисление прервано: вызовы вложены глубже {Limits.Depth}");
        return false;
    }

    public void Leave() => depth--;

    /// <summary>Whether a list of so many elements may be made.</summary>
    public bool AllowsCount(int at, long count)
    {
        if (count <= Limits.ListCount)
            return true;
        Stop(at, $"вычисление прервано: список длиннее {Limits.ListCount} элементов");
        return false;
    }

    /// <summary>Whether a string of so many characters may be made.</summary>
    public bool AllowsLength(int at, long length)
    {
        if (length <= Limits.StringLength)
            return true;
        Stop(at, $"вычисление прервано: строка длиннее {Limits.StringLength} знаков");
        return false;
    }

    private void Stop(int at, string message)
    {
        Warn(at, message);
        Stopped = true;
    }
}
