using System.Text.Json;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Letters;

/// <summary>
/// A letter with tags, compiled once and filled any number of times, from any number of threads. Its first line is the subject
/// (<c>Тема: …</c>), the rest the text in Markdown (CommonMark: paragraphs, headings, lists, emphasis, quotations, rules, links; a line
/// break stays one; HTML, code and pictures there are none). Tags are those of <see cref="OfficeTemplate"/> without pictures and
/// inclusions; a line of nothing but ends of sections disappears. What a tag gives is text: never markup, HTML or another line of the
/// head.
/// </summary>
public sealed class LetterTemplate
{
    /// <summary>Characters of a subject; what is longer is cut off with an ellipsis.</summary>
    public const int LongestSubject = 300;

    private const string SubjectLabel = "Тема:";
    private const int LongestResult = 1024 * 1024;

    private readonly TemplateOptions options;
    private readonly List<TemplateProblem> problems = [];
    private readonly List<Tag> tags = [];
    private readonly LetterPart subject;
    private readonly LetterPart body;

    private LetterTemplate(string text, TemplateOptions given)
    {
        options = given with { Limits = given.Limits with { OutputBytes = Math.Min(given.Limits.OutputBytes, LongestResult) } };
        text = FilledText.Clean(text);
        var first = text.TakeWhile(symbol => symbol is '\n' or ' ').Count(symbol => symbol == '\n');
        var lines = text.Split('\n');
        var head = first < lines.Length ? lines[first].Trim() : "";
        var bodyLine = first;
        if (head.StartsWith(SubjectLabel, StringComparison.OrdinalIgnoreCase))
        {
            bodyLine = first + 1;
            head = head[SubjectLabel.Length..].Trim();
            if (head.Length == 0)
                Wrong(first, "тема пуста");
        }
        else
        {
            Wrong(first, $"письмо начинается со строки «{SubjectLabel} …»");
            head = "";
        }

        subject = Compile(head, first);
        var rest = string.Join('\n', lines.Skip(bodyLine));
        if (string.IsNullOrWhiteSpace(rest))
            Wrong(bodyLine, "в письме нет текста");
        body = Compile(rest, bodyLine);
        problems.AddRange(LetterMarkdown.Check(body.Outline, bodyLine));
    }

    /// <summary>What is wrong with the letter itself, with the line (from 1) as its place; with any, it is not filled.</summary>
    public IReadOnlyList<TemplateProblem> Problems => problems;

    /// <summary>The tags in the order in which they stand.</summary>
    public IReadOnlyList<TemplateTag> Tags => [.. tags.Select(tag => tag.Describe())];

    /// <summary>Reads and compiles a letter.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="options">
    /// Limits (a result is at most 1 MB) and expressions; <see cref="TemplateOptions.Default"/> when left out.
    /// </param>
    /// <returns>The letter; look at <see cref="Problems"/>.</returns>
    public static LetterTemplate Open(string text, TemplateOptions? options = null) => new(text, options ?? TemplateOptions.Default);

    /// <summary>Fills the letter.</summary>
    /// <param name="data">An object, as for <see cref="OfficeTemplate.Render"/>.</param>
    /// <returns>The letter, null with any problem; and all problems of letter and data.</returns>
    public (WrittenLetter? Letter, IReadOnlyList<TemplateProblem> Problems) Write(JsonElement data)
    {
        if (problems.Count > 0)
            return (null, problems);
        if (data.ValueKind != JsonValueKind.Object)
            return (null, [new("", "", "", "данные должны быть объектом JSON")]);
        var found = new List<TemplateProblem>();
        var head = subject.Fill(data, options, found);
        var text = body.Fill(data, options, found);
        if (head is null || text is null)
            return (null, found);
        var line = Cut(head.OneLine());
        if (line.Length == 0)
            return (null, [new("", "строка 1", "", "тема вышла пустой")]);
        var document = LetterMarkdown.Parse(text);
        return (new WrittenLetter(line, LetterText.Of(document, text), LetterHtml.Of(document, text, line)), []);
    }

    /// <summary>Holds the letter against data that have every name which it may ask for.</summary>
    /// <param name="example">Such data, with something in every place.</param>
    /// <returns>All problems, those of places too that the example does not come to.</returns>
    public IReadOnlyList<TemplateProblem> Check(JsonElement example) =>
        [.. problems.Concat(TagNames.Unknown(tags, TagNames.Of(example))).Concat(Write(example).Problems).Distinct()];

    private LetterPart Compile(string text, int line)
    {
        var part = LetterPart.Compile(text, line, options.Expressions, problems);
        tags.AddRange(part.Tags);
        return part;
    }

    private void Wrong(int line, string message) => problems.Add(new("", LetterPart.Place(line), "", message));

    private static string Cut(string line) =>
        line.Length <= LongestSubject ? line
        : char.IsHighSurrogate(line[LongestSubject - 2]) ? line[..(LongestSubject - 2)] + "…"
        : line[..(LongestSubject - 1)] + "…";
}
