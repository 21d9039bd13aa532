namespace Reserve.Documents.Declension;

/// <summary>A name or a phrase in the case asked for.</summary>
/// <param name="Text">The form; letters keep the case and the <c>ё</c> of what was given.</param>
/// <param name="Sure">
/// False when the rules leave a doubt (an unknown gender, a vowel that may drop out, a stress that cannot be seen): a person should look.
/// </param>
public readonly record struct Inflected(string Text, bool Sure)
{
    /// <inheritdoc />
    public override string ToString() => Text;
}
