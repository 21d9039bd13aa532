using System.Collections.Frozen;
using System.Text.Json;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Papers;

/// <summary>A template that does not fit what it is filled with.</summary>
public sealed class PaperTemplateException(PaperTemplate template, IReadOnlyList<TemplateProblem> problems)
    : InvalidOperationException($"{template.Process}/{template.Path}:\n{string.Join('\n', problems)}")
{
    public IReadOnlyList<TemplateProblem> Problems { get; } = problems;
}

/// <summary>A paper that was made of a template.</summary>
/// <param name="Template">Which template.</param>
/// <param name="Version">The version of the process that was asked for it; null where none is deployed.</param>
/// <param name="Data">The JSON that it was filled with.</param>
/// <param name="Bytes">The paper.</param>
internal sealed record FilledPaper(PaperTemplate Template, DefinitionId? Version, string Data, byte[] Bytes);

/// <summary>
/// Makes papers of the templates of a process: those of the version by which the run goes that asks for the paper, else of the version in
/// force in the paper's territory, which administrators change; where that version has none of the name, those that the program ships.
/// </summary>
internal sealed class PaperTemplates(ReserveDb db, ProcessCatalog catalog, RunAtWork atWork, TimeShown shown)
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>The paper. The same record gives the same bytes.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="territory">The paper's.</param>
    /// <param name="at">What <c>now()</c> and <c>today()</c> tell in it; kept as the moment of the paper.</param>
    /// <param name="record">What it says.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="PaperTemplateException">The template has mistakes or asks for what the record does not have.</exception>
    public async Task<FilledPaper> Fill(
        PaperTemplate template,
        string territory,
        DateTimeOffset at,
        PaperRecord record,
        CancellationToken cancellationToken
    )
    {
        var version = await VersionFor(template, territory, cancellationToken);
        var content = Content(template, await Of(version, cancellationToken));
        var data = record.Data();
        var (bytes, problems) = Render(template, content, at, data);
        return bytes is not null
            ? new FilledPaper(template, version, data.GetRawText(), bytes)
            : throw new PaperTemplateException(template, problems);
    }

    /// <summary>A kept paper once more, of the template and the data that it remembers; null for one that remembers nothing.</summary>
    /// <exception cref="PaperTemplateException">The template has mistakes or asks for what the data do not have.</exception>
    public async Task<byte[]?> Again(Paper paper, CancellationToken cancellationToken)
    {
        if (paper is not { Process: { } process, Template: { } file, Data: { } json })
            return null;
        var template = new PaperTemplate(process, file);
        using var data = JsonDocument.Parse(json);
        var content = Content(template, await Of(paper.Version, cancellationToken));
        var (bytes, problems) = Render(template, content, paper.CreatedAt, data.RootElement);
        return bytes ?? throw new PaperTemplateException(template, problems);
    }

    /// <summary>Fills a template that is not, or not yet, one of a version; the files beside it are found by their paths.</summary>
    public (byte[]? Paper, IReadOnlyList<TemplateProblem> Problems) Fill(
        PaperTemplate template,
        IReadOnlyDictionary<string, byte[]> files,
        DateTimeOffset at,
        JsonElement data
    ) => Render(template, Content(template, files), at, data);

    private (byte[]? Paper, IReadOnlyList<TemplateProblem> Problems) Render(
        PaperTemplate template,
        Func<string, byte[]?> content,
        DateTimeOffset at,
        JsonElement data
    )
    {
        var bytes = content(template.File) ?? throw new FileNotFoundException("A process has no such template.", template.File);
        var options = new TemplateOptions
        {
            // As exact as the database keeps it: the paper made again must say the same.
            Expressions = TemplateFeel.Compiler(TagNames.Of(data), shown.Local(at.ToMicroseconds())),
            Parts = name => content(name + ".docx"),
        };
        using var file = new MemoryStream(bytes, writable: false);
        using var paper = new MemoryStream();
        var problems = OfficeTemplate.Open(file, options).Render(data, paper);
        return (problems.Count == 0 ? paper.ToArray() : null, problems);
    }

    private async Task<DefinitionId?> VersionFor(PaperTemplate template, string territory, CancellationToken cancellationToken)
    {
        var session = new RuntimeSession(db);
        return atWork.Now is { } run && (await catalog.Get(run.Definition, session, cancellationToken)).Key == template.Process
            ? run.Definition
            : await ProcessCatalog.Newest(template.Process, territory, session, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> Of(DefinitionId? version, CancellationToken cancellationToken) =>
        version is { } known
            ? (await catalog.Get(known, new RuntimeSession(db), cancellationToken)).Templates
            : FrozenDictionary<string, byte[]>.Empty;

    private static Func<string, byte[]?> Content(PaperTemplate template, IReadOnlyDictionary<string, byte[]> own)
    {
        var beside = TemplateParts.Beside(Path.Combine(Shipped, template.Process, PaperTemplate.Folder));
        return file => own.GetValueOrDefault(PaperTemplate.Folder + file) ?? beside(file);
    }
}
