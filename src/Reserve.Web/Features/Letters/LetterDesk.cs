using System.Text.Json;
using Reserve.Documents.Letters;
using Reserve.Documents.Templates;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>A letter as its reader will see it.</summary>
/// <param name="Names">The names that it may use, or, where only the process knows, those that it does.</param>
/// <param name="IsKnown">Whether the program itself says which names there are.</param>
/// <param name="Subjects">What it can be filled with besides the example.</param>
/// <param name="Letter">The letter; null when there are problems.</param>
/// <param name="Problems">What is wrong, each with its line.</param>
public sealed record LetterView(
    IReadOnlyList<LetterName> Names,
    bool IsKnown,
    IReadOnlyList<LetterSubject> Subjects,
    WrittenLetter? Letter,
    IReadOnlyList<string> Problems
);

/// <summary>Shows letters before they are published.</summary>
public sealed class LetterDesk
{
    private readonly IReadOnlyList<IKnownLetter> letters;
    private readonly TimeProvider clock;

    internal LetterDesk(IEnumerable<IKnownLetter> letters, TimeProvider clock) => (this.letters, this.clock) = ([.. letters], clock);

    /// <summary>The letter, filled with an example or with something that is stored and the caller may see.</summary>
    /// <param name="process">The key of the process.</param>
    /// <param name="name">The name of the letter.</param>
    /// <param name="text">What its file says, saved or not.</param>
    /// <param name="about">Of what the letter is to be; null for the example.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<LetterView> Look(string process, string name, string text, Guid? about, CancellationToken cancellationToken)
    {
        if (letters.FirstOrDefault(letter => letter.Kind.Process == process && letter.Kind.Names.Contains(name)) is not { } known)
            return Unknown(text);
        var record = (about is { } id ? await known.Of(id, name, cancellationToken) : null) ?? known.Kind.Example;
        var (letter, problems) = Written(text, record.Data(), known.Kind.Example);
        return new LetterView(known.Kind.Example.Names(), true, await known.Recent(cancellationToken), letter, problems);
    }

    private LetterView Unknown(string text)
    {
        var tags = LetterTemplate.Open(text, new TemplateOptions { Expressions = TemplateFeel.Syntax() }).Tags;
        var data = LetterExample.Of(tags);
        var (letter, problems) = Written(text, data, null);
        var names = data.EnumerateObject().Select(property => new LetterName(property.Name, "", property.Value.ToString()));
        return new LetterView([.. names], false, [], letter, problems);
    }

    private (WrittenLetter? Letter, IReadOnlyList<string> Problems) Written(string text, JsonElement data, LetterRecord? example)
    {
        var template = LetterFiles.Open(text, data, clock.GetLocalNow());
        var (letter, problems) = template.Write(data);
        if (example is not null)
            problems = [.. problems.Concat(template.Check(example.Data())).Distinct()];
        return (letter, [.. problems.Select(problem => problem.ToString())]);
    }
}
