namespace Reserve.Documents.Declension;

/// <summary>
/// Posts, authorities and places in six cases. The noun that names the thing and its adjectives before it decline, with a second after a
/// comma, a dash or «и»; what depends on it (отдела образования, по учебной работе), names in quotes, abbreviations and numbers stay. A
/// phrase is given in the nominative; nothing here throws on strange ones: what cannot be read stays and is not
/// <see cref="Inflected.Sure"/>. All methods may be called from many threads.
/// </summary>
public static class PhraseDeclension
{
    /// <summary>«главному специалисту отдела образования»: a post, and with it whoever holds it.</summary>
    /// <param name="post">The post in the nominative.</param>
    /// <param name="to">The case.</param>
    public static Inflected Post(string post, GrammaticalCase to) => Inflect(post, PhraseKind.Post, to);

    /// <summary>«Министерству образования и науки Челябинской области»: an authority, a school, any organisation.</summary>
    /// <param name="authority">The name in the nominative.</param>
    /// <param name="to">The case.</param>
    public static Inflected Authority(string authority, GrammaticalCase to) => Inflect(authority, PhraseKind.Authority, to);

    /// <summary>
    /// «Сосновскому муниципальному району», «городу Магнитогорску», «городскому округу город Орск»: a municipality, a region, a locality.
    /// </summary>
    /// <param name="municipality">The name in the nominative.</param>
    /// <param name="to">The case.</param>
    public static Inflected Municipality(string municipality, GrammaticalCase to) => Inflect(municipality, PhraseKind.Place, to);

    /// <summary>All six forms of a post.</summary>
    /// <param name="post">The post in the nominative.</param>
    public static CaseForms PostForms(string post) => CaseForms.From(to => Post(post, to));

    /// <summary>All six forms of an authority's name.</summary>
    /// <param name="authority">The name in the nominative.</param>
    public static CaseForms AuthorityForms(string authority) => CaseForms.From(to => Authority(authority, to));

    /// <summary>All six forms of a municipality's, a region's or a locality's name.</summary>
    /// <param name="municipality">The name in the nominative.</param>
    public static CaseForms MunicipalityForms(string municipality) => CaseForms.From(to => Municipality(municipality, to));

    private static Inflected Inflect(string phrase, PhraseKind kind, GrammaticalCase to)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return to == GrammaticalCase.Nominative || phrase.Length == 0 ? new(phrase, true) : new PhraseInflector(phrase, kind, to).Inflect();
    }
}
