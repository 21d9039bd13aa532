using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>A tag as found in a part, and what it has been compiled to.</summary>
internal sealed class Tag(string part, string place, string text, TemplateTagKind kind, string expression, FormatChain? formats)
{
    public string Part { get; } = part;

    public string Place { get; } = place;

    /// <summary>As written, with its braces.</summary>
    public string Text { get; } = text;

    public TemplateTagKind Kind { get; } = kind;

    /// <summary>Without braces, sign and formats, with straight quotes.</summary>
    public string Expression { get; } = expression;

    /// <summary>How the value is written; null for as it is.</summary>
    public FormatChain? Formats { get; } = formats;

    /// <summary>The names of a plain path; null when the text is something else.</summary>
    public string[]? Path { get; } = PlainPath.Split(expression);

    /// <summary>The place among the part's tags as written.</summary>
    public int Order { get; set; }

    public ExpressionEvaluation? Evaluate { get; set; }

    /// <summary>What ends the text, breaks the line and begins a text again, in the vocabulary where the tag stands.</summary>
    public byte[] LineBreak { get; set; } = [];

    /// <summary>The same for a tab.</summary>
    public byte[]? Tab { get; set; }

    /// <summary>The same for anything else that stands in a run; empty where nothing else may.</summary>
    public (byte[] Before, byte[] After) Aside { get; set; } = ([], []);

    /// <summary>Of a value that is all of a sheet's cell: the prefix of the sheet's elements.</summary>
    public string CellPrefix { get; set; } = "";

    /// <summary>Of such a value: how days are counted, when the cell shows dates; null otherwise.</summary>
    public DateOnly? CellEpoch { get; set; }

    /// <summary>Of a picture that takes the place of a shape: where that stands, and the attribute of its rotation.</summary>
    public (PictureBox Box, string Turned) Frame { get; set; }

    /// <summary>Of a section's opening: its end, once they have found each other.</summary>
    public XmlMarker? End { get; set; }

    /// <summary>Whether it opens a section.</summary>
    public bool Opens => Kind is TemplateTagKind.Section or TemplateTagKind.Condition or TemplateTagKind.Inverted;

    /// <summary>Compiles what is no plain path; gives what is wrong with it.</summary>
    public TemplateProblem? Compile(ExpressionCompiler? compiler)
    {
        if (Path is not null || Kind == TemplateTagKind.Close || compiler is null)
            return null;
        (Evaluate, var problem) = compiler(Expression);
        return problem is null ? null : Problem(problem);
    }

    public TemplateProblem Problem(string message) => new(Part, Place, Text, message);

    public TemplateTag Describe() => new(Part, Place, Text, Kind, Expression, Formats?.Names ?? [], Formats is { HasFallback: true });
}

/// <summary>
/// Names joined by dots: <c>a.b</c>; <c>.</c> alone is the current item; <c>$index</c> and <c>$number</c> count it from 0 and from 1.
/// </summary>
internal static class PlainPath
{
    public static string[]? Split(string expression)
    {
        if (expression == ".")
            return [];
        var names = expression.Split('.');
        foreach (var name in names)
        {
            var plain =
                name.Length > 0
                && (char.IsLetter(name[0]) || name[0] is '_' or '$')
                && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
            if (!plain)
                return null;
        }

        return names;
    }
}
