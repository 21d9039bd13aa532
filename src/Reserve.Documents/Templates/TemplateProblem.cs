namespace Reserve.Documents.Templates;

/// <summary>One thing wrong with a template or with the data given to it, and where it stands.</summary>
/// <param name="Part">The part of the package, such as <c>word/document.xml</c>; empty when it is the file itself.</param>
/// <param name="Place">The place within the part in words: "таблица 1, строка 2, ячейка 3, абзац 1"; empty when it is the whole
/// part.</param>
/// <param name="Tag">The tag's text with its braces; empty when no tag is concerned.</param>
/// <param name="Message">What is wrong, in Russian, for the person who wrote the template.</param>
public sealed record TemplateProblem(string Part, string Place, string Tag, string Message)
{
    /// <summary>The problem on one line: part, place, tag, message, each followed by a colon.</summary>
    public override string ToString() => string.Join(": ", new[] { Part, Place, Tag, Message }.Where(piece => piece.Length > 0));
}

/// <summary>A tag which stands in a template: what an editor lists and checks against the data that will come.</summary>
/// <param name="Part">The part of the package.</param>
/// <param name="Place">The place within the part in words.</param>
/// <param name="Text">The tag's text with its braces.</param>
/// <param name="Kind">What the tag does.</param>
/// <param name="Expression">The name, path or expression without the sign before it and the formats behind it.</param>
/// <param name="Formats">The names of the formats behind it, in their order.</param>
/// <param name="HasFallback">Whether a format says what stands for a value that the data do not have.</param>
public sealed record TemplateTag(
    string Part,
    string Place,
    string Text,
    TemplateTagKind Kind,
    string Expression,
    IReadOnlyList<string> Formats,
    bool HasFallback
)
{
    /// <summary>Whether it opens a section.</summary>
    public bool Opens => Kind is TemplateTagKind.Section or TemplateTagKind.Condition or TemplateTagKind.Inverted;
}

/// <summary>What a template is made of.</summary>
public enum OfficeKind
{
    /// <summary>A text: .docx.</summary>
    Document,

    /// <summary>Sheets: .xlsx.</summary>
    Workbook,

    /// <summary>Slides: .pptx.</summary>
    Presentation,
}

/// <summary>What a tag does.</summary>
public enum TemplateTagKind
{
    /// <summary><c>{name}</c> or <c>{name | format}</c>: the value as text.</summary>
    Value,

    /// <summary><c>{%name}</c>: a PNG picture, in a text, in a cell of its own or in place of a slide's shape.</summary>
    Picture,

    /// <summary><c>{#name}</c>: once per item of a list, once for an object or a true value, otherwise not at all.</summary>
    Section,

    /// <summary><c>{?name}</c>: once when <c>{#name}</c> would give anything, with the names of the place where it stands.</summary>
    Condition,

    /// <summary><c>{^name}</c>: once when <c>{#name}</c> would give nothing.</summary>
    Inverted,

    /// <summary><c>{/name}</c> or <c>{/}</c>: the end of a section.</summary>
    Close,
}
