using System.Text.Json;
using Reserve.Documents.Letters;
using Reserve.Documents.Templates;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>A letter that does not fit what it is filled with.</summary>
public sealed class LetterTemplateException(string file, IReadOnlyList<TemplateProblem> problems)
    : InvalidOperationException($"{file}:\n{string.Join('\n', problems)}")
{
    public IReadOnlyList<TemplateProblem> Problems { get; } = problems;
}

/// <summary>Letters with FEEL in their tags.</summary>
internal static class LetterFiles
{
    public static LetterTemplate Open(string text, JsonElement data, DateTimeOffset now) =>
        LetterTemplate.Open(text, new TemplateOptions { Expressions = TemplateFeel.Compiler(TagNames.Of(data), now) });

    /// <exception cref="LetterTemplateException">The letter has mistakes or asks for what the data do not have.</exception>
    public static WrittenLetter Write(string file, string text, JsonElement data, DateTimeOffset now)
    {
        var (letter, problems) = Open(text, data, now).Write(data);
        return letter ?? throw new LetterTemplateException(file, problems);
    }
}
