using Reserve.Engine.Feel.Calendar;

namespace Reserve.Engine.Feel;

/// <summary>What an evaluation is given besides its variables.</summary>
/// <param name="Now">The moment which today() and now() tell.</param>
public sealed record FeelOptions(DateTimeOffset Now)
{
    /// <summary>What a formula may use at most.</summary>
    public FeelLimits Limits { get; init; } = FeelLimits.Default;

    /// <summary>By which working days are counted; without one the functions that count them give null.</summary>
    public WorkingCalendar? Calendar { get; init; }

    /// <summary>Whose days are meant where a formula names no territory; null: those of the whole calendar.</summary>
    public string? Territory { get; init; }
}

/// <summary>What a formula may use at most; when it would go over, the evaluation ends in null with a warning.</summary>
public sealed record FeelLimits
{
    /// <summary>The limits used unless others are given.</summary>
    public static FeelLimits Default { get; } = new();

    /// <summary>How deep calls and expressions may nest while evaluating.</summary>
    public int Depth { get; init; } = 400;

    /// <summary>How many loop turns and calls an evaluation may take.</summary>
    public int Steps { get; init; } = 5_000_000;

    /// <summary>The longest string that may be made.</summary>
    public int StringLength { get; init; } = 1_000_000;

    /// <summary>The longest list that may be made.</summary>
    public int ListCount { get; init; } = 1_000_000;

    /// <summary>How many parts a result may have, those of its parts included; a string counts one for every 32 characters.</summary>
    public int ValueSize { get; init; } = 5_000_000;

    /// <summary>
    /// How long one regular expression that needs backtracking may take; those whose time is linear in the text may take four times that,
    /// so that a busy machine does not fail them.
    /// </summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(1);
}
