namespace Reserve.Documents.Papers;

/// <summary>The styles of built papers after ГОСТ Р 7.0.97-2025: one serif face, 12–14 points, indents of 1.25 cm.</summary>
internal static class PaperStyles
{
    public const string Title = "Title";
    public const string Subtitle = "Subtitle";
    public const string Organization = "Organization";
    public const string Heading = "Heading1";
    public const string Text = "BodyText";
    public const string Plain = "NoSpacing";
    public const string Cell = "TableText";
    public const string HeadCell = "TableHead";
    public const string Caption = "Caption";
    public const string Small = "SmallText";
    public const string PageNumber = "Header";

    /// <param name="size">The text's size in half-points.</param>
    public static string Xml(int size) =>
        $"""
            <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:docDefaults><w:rPrDefault><w:rPr>
            <w:rFonts w:ascii="Liberation Serif" w:eastAsia="Liberation Serif" w:hAnsi="Liberation Serif" w:cs="Liberation Serif"/>
            <w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
            <w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
            <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
            <w:uiPriority w:val="1"/><w:semiHidden/></w:style>
            <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
            <w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
            <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
            <w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
            {Paragraph(Organization, "Organization", "<w:keepNext/><w:suppressAutoHyphens/><w:jc w:val=\"center\"/>")}
            {Paragraph(
                Title,
                "Title",
                "<w:keepNext/><w:suppressAutoHyphens/><w:spacing w:before=\"240\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
                $"<w:b/><w:bCs/><w:spacing w:val=\"20\"/><w:sz w:val=\"{size + 4}\"/><w:szCs w:val=\"{size + 4}\"/>"
            )}
            {Paragraph(Subtitle, "Subtitle", "<w:keepNext/><w:suppressAutoHyphens/><w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/>")}
            {Paragraph(
                Heading,
                "heading 1",
                "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before=\"240\" w:after=\"100\"/>"
 + "<w:outlineLvl w:val=\"0\"/>",
                "<w:b/><w:bCs/>"
            )}
            {Paragraph(
                Text,
                "Body Text",
                "<w:widowControl/><w:spacing w:after=\"60\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"709\"/>"
 + "<w:jc w:val=\"both\"/>"
            )}
            {Paragraph(Plain, "No Spacing", "<w:spacing w:after=\"40\"/>")}
            {Paragraph(Cell, "Table Text", "<w:spacing w:before=\"30\" w:after=\"30\"/>", "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>")}
            {Paragraph(
                HeadCell,
                "Table Head",
                "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/><w:jc w:val=\"center\"/>",
                "<w:b/><w:bCs/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>"
            )}
            {Paragraph(
                Caption,
                "caption",
                "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/>",
                "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>"
            )}
            {Paragraph(
                Small,
                "Small Text",
                "<w:spacing w:before=\"40\" w:after=\"20\"/>",
                "<w:color w:val=\"404040\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>"
            )}
            {Paragraph(PageNumber, "header", "<w:jc w:val=\"center\"/>")}
            </w:styles>
            """;

    private static string Paragraph(string id, string name, string properties, string run = "") =>
        $"<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name "
        + $"w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>"
        + $"<w:pPr>{properties}</w:pPr>{(run.Length > 0 ? $"<w:rPr>{run}</w:rPr>" : "")}</w:style>";
}
