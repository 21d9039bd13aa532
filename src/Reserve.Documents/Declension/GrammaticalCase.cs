namespace Reserve.Documents.Declension;

/// <summary>The six cases of Russian, in the order of the schools.</summary>
public enum GrammaticalCase
{
    /// <summary>Именительный: кто? что?</summary>
    Nominative,

    /// <summary>Родительный: кого? чего?</summary>
    Genitive,

    /// <summary>Дательный: кому? чему?</summary>
    Dative,

    /// <summary>Винительный: кого? что?</summary>
    Accusative,

    /// <summary>Творительный: кем? чем?</summary>
    Instrumental,

    /// <summary>Предложный: о ком? о чём?</summary>
    Prepositional,
}
