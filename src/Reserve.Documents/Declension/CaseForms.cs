namespace Reserve.Documents.Declension;

/// <summary>All six forms of a name or a phrase: what the rules found, or what a person decided once (then <see cref="Sure"/>).</summary>
/// <param name="Nominative">Именительный, as it was given.</param>
/// <param name="Genitive">Родительный.</param>
/// <param name="Dative">Дательный.</param>
/// <param name="Accusative">Винительный.</param>
/// <param name="Instrumental">Творительный.</param>
/// <param name="Prepositional">Предложный, without its preposition.</param>
/// <param name="Sure">False when the rules leave a doubt in any of the forms.</param>
public sealed record CaseForms(
    string Nominative,
    string Genitive,
    string Dative,
    string Accusative,
    string Instrumental,
    string Prepositional,
    bool Sure = true
)
{
    /// <summary>The form of one case.</summary>
    /// <param name="to">The case.</param>
    public string this[GrammaticalCase to] =>
        to switch
        {
            GrammaticalCase.Nominative => Nominative,
            GrammaticalCase.Genitive => Genitive,
            GrammaticalCase.Dative => Dative,
            GrammaticalCase.Accusative => Accusative,
            GrammaticalCase.Instrumental => Instrumental,
            GrammaticalCase.Prepositional => Prepositional,
            _ => throw new ArgumentOutOfRangeException(nameof(to), to, "Not a case."),
        };

    /// <summary>The form of one case, with the doubt of the whole.</summary>
    /// <param name="to">The case.</param>
    public Inflected In(GrammaticalCase to) => new(this[to], Sure || to == GrammaticalCase.Nominative);

    internal static CaseForms From(Func<GrammaticalCase, Inflected> inflect)
    {
        var (genitive, dative, accusative, instrumental, prepositional) = (
            inflect(GrammaticalCase.Genitive),
            inflect(GrammaticalCase.Dative),
            inflect(GrammaticalCase.Accusative),
            inflect(GrammaticalCase.Instrumental),
            inflect(GrammaticalCase.Prepositional)
        );
        return new(
            inflect(GrammaticalCase.Nominative).Text,
            genitive.Text,
            dative.Text,
            accusative.Text,
            instrumental.Text,
            prepositional.Text,
            genitive.Sure && dative.Sure && accusative.Sure && instrumental.Sure && prepositional.Sure
        );
    }
}
