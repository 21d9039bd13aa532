namespace Reserve.Engine.Feel;

/// <summary>An interval of comparable values (DMN 1.5, 10.3.2.7).</summary>
/// <param name="Low">The lower end; null when <paramref name="HasLow"/> is false or the end itself is null.</param>
/// <param name="LowClosed">Whether the lower end belongs to the range.</param>
/// <param name="High">The upper end.</param>
/// <param name="HighClosed">Whether the upper end belongs to the range.</param>
/// <param name="HasLow">False for ranges without lower end, such as <c>(&lt; 10)</c>.</param>
/// <param name="HasHigh">False for ranges without upper end, such as <c>(&gt; 10)</c>.</param>
public sealed record FeelRange(FeelValue Low, bool LowClosed, FeelValue High, bool HighClosed, bool HasLow = true, bool HasHigh = true)
{
    /// <summary>The range as a FEEL literal.</summary>
    public override string ToString() => FeelText.Literal(FeelValue.From(this));
}
