namespace Reserve.Engine.Feel;

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">The value, null where something went wrong.</param>
/// <param name="Warnings">Why something became null, in the order it happened; at most 100.</param>
public sealed record FeelResult(FeelValue Value, IReadOnlyList<FeelWarning> Warnings);

/// <summary>Why a part of an expression became null.</summary>
/// <param name="Message">For the author of the formula, in Russian.</param>
/// <param name="Line">Line of the place, from 1; 0 when unknown.</param>
/// <param name="Column">Column of the place, from 1.</param>
public sealed record FeelWarning(string Message, int Line, int Column)
{
    /// <summary>Line and column before the message.</summary>
    public override string ToString() => Line == 0 ? Message : $"{Line}:{Column}: {Message}";
}

/// <summary>A fault that the text shows before it is evaluated; the place and <see cref="Length"/> are what an editor underlines.</summary>
/// <param name="Line">Line, from 1; lines end with a line feed.</param>
/// <param name="Column">Column, from 1, in UTF-16 characters.</param>
/// <param name="Message">For the author of the formula, in Russian.</param>
/// <param name="Found">What stands there; at the end of the text, words that say so; of units, the unit.</param>
/// <param name="Expected">What should stand there, empty when nothing definite.</param>
public sealed record FeelDiagnostic(int Line, int Column, string Message, string Found, string Expected)
{
    /// <summary>How many UTF-16 characters of the text the fault covers; 0 at the end of the text.</summary>
    public int Length { get; init; } = Found.Length;

    /// <summary>Line and column before the message.</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>What parsing gave: an expression, or at least one diagnostic.</summary>
/// <param name="Expression">The expression; null when there are diagnostics.</param>
/// <param name="Diagnostics">The faults, in the order of the text.</param>
public sealed record FeelParseResult(FeelExpression? Expression, IReadOnlyList<FeelDiagnostic> Diagnostics)
{
    /// <summary>Whether the text is right.</summary>
    public bool Ok => Expression is not null;
}
