namespace Reserve.Documents.Templates;

/// <summary>Says where a paragraph stands, the way a person counts in a word processor.</summary>
internal static class PlaceInWords
{
    public static string Of(XmlBranch paragraph)
    {
        var words = new List<string>();
        for (var at = paragraph; at is not null; at = at.Parent)
        {
            var word = at switch
            {
                { IsParagraph: true, Vocabulary: Vocabulary.Core, Parent: not null } => "описание рисунка",
                { IsParagraph: true, Vocabulary: Vocabulary.Core } => "свойства файла",
                { IsCell: true, Vocabulary: Vocabulary.Sheet } => $"ячейка {at.Attribute("r")}",
                { Vocabulary: Vocabulary.Sheet } => null,
                { IsParagraph: true } => $"абзац {at.Ordinal}",
                { LocalName: "tc", Vocabulary: not Vocabulary.Other } => $"ячейка {at.Ordinal}",
                { LocalName: "tr", Vocabulary: not Vocabulary.Other } => $"строка {at.Ordinal}",
                { LocalName: "tbl", Vocabulary: not Vocabulary.Other } => $"таблица {at.Ordinal}",
                { LocalName: "txbxContent" } => "надпись",
                { LocalName: "footnote" or "endnote" or "comment", Vocabulary: Vocabulary.Word } =>
                    $"{at.LocalName switch { "footnote" => "сноска", "endnote" => "концевая сноска", _ => "примечание" }} "
                        + $"{at.Attribute(at.Prefix + "id")}",
                _ => null,
            };
            if (word is not null)
                words.Add(word);
            if (at.Origin is { } origin)
                words.Add(origin);
        }

        words.Reverse();
        return string.Join(", ", words);
    }
}
