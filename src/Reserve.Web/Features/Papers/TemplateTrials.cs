using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>A template filled: the paper, or why there is none.</summary>
public sealed record TemplateTrial(byte[]? Paper, IReadOnlyList<TemplateProblem> Problems);

/// <summary>An issued paper, and what two versions of its template make of its data today.</summary>
public sealed record PaperTrial(TriedPaper Paper, TemplateTrial Was, TemplateTrial Now);

/// <summary>An issued paper that remembers what it was made of.</summary>
public sealed record TriedPaper(Guid Id, string Number, DateOnly Date, DateTimeOffset CreatedAt, string Data);

/// <summary>Tries templates that are not published yet on the papers that the template in force has made.</summary>
public sealed class TemplateTrials
{
    /// <summary>On how many papers, the newest, a template is tried.</summary>
    public const int Most = 10;

    /// <summary>How the journal knows it.</summary>
    public const string Act = "TryTemplate";

    private readonly ReserveDb db;
    private readonly PaperTemplates templates;
    private readonly AuditTrail trail;
    private readonly Caller caller;
    private readonly TimeProvider clock;

    internal TemplateTrials(ReserveDb db, PaperTemplates templates, AuditTrail trail, Caller caller, TimeProvider clock) =>
        (this.db, this.templates, this.trail, this.caller, this.clock) = (db, templates, trail, caller, clock);

    /// <summary>The newest papers of a template that the caller may see.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public Task<List<TriedPaper>> Papers(PaperTemplate template, CancellationToken cancellationToken) =>
        db.Set<Paper>()
            .AsNoTracking()
            .Where(paper => paper.Process == template.Process && paper.Template == template.File && paper.Data != null)
            .OrderByDescending(paper => paper.CreatedAt)
            .Take(Most)
            .Select(paper => new TriedPaper(paper.Id.Value, paper.Number, paper.Date, paper.CreatedAt, paper.Data!))
            .ToListAsync(cancellationToken);

    /// <summary>Fills a template with what an issued paper was filled with.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="files">The templates as they would be published, by path.</param>
    /// <param name="paper">The paper.</param>
    public TemplateTrial Try(PaperTemplate template, IReadOnlyDictionary<string, byte[]> files, TriedPaper paper)
    {
        using var data = JsonDocument.Parse(paper.Data);
        return Try(template, files, paper.CreatedAt, data.RootElement);
    }

    /// <summary>Fills a template with data.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="files">The templates as they would be published, by path.</param>
    /// <param name="data">What it is filled with.</param>
    public TemplateTrial Try(PaperTemplate template, IReadOnlyDictionary<string, byte[]> files, JsonElement data) =>
        Try(template, files, clock.GetUtcNow(), data);

    /// <summary>Both versions of a template over its newest papers; written into the journal: the papers are about people.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="was">The templates in force, by path.</param>
    /// <param name="now">The templates as they would be published.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<PaperTrial>> Compare(
        PaperTemplate template,
        IReadOnlyDictionary<string, byte[]> was,
        IReadOnlyDictionary<string, byte[]> now,
        CancellationToken cancellationToken
    )
    {
        var papers = await Papers(template, cancellationToken);
        if (papers.Count > 0)
            await trail.RecordActAsync(Act, [.. papers.Select(paper => paper.Id)], null, caller.Stamp(), cancellationToken);
        return [.. papers.Select(paper => new PaperTrial(paper, Try(template, was, paper), Try(template, now, paper)))];
    }

    /// <summary>
    /// A warning for each changed template that can no longer say what its newest papers said; what is wrong for everybody is an error
    /// already.
    /// </summary>
    /// <param name="process">The key of the process.</param>
    /// <param name="was">The templates in force, by path.</param>
    /// <param name="now">The templates as they would be published.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<BpmnDiagnostic>> Findings(
        string process,
        IReadOnlyDictionary<string, byte[]> was,
        IReadOnlyDictionary<string, byte[]> now,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<BpmnDiagnostic>();
        foreach (var (path, content) in now)
        {
            if (!was.TryGetValue(path, out var former) || former.AsSpan().SequenceEqual(content))
                continue;
            var template = new PaperTemplate(process, path[PaperTemplate.Folder.Length..]);
            var papers = await Papers(template, cancellationToken);
            var failed = papers.ConvertAll(paper => Try(template, now, paper)).FindAll(trial => trial.Paper is null);
            if (failed.Count > 0)
                findings.Add(
                    new BpmnDiagnostic(
                        "template-regression",
                        BpmnSeverity.Warning,
                        "",
                        0,
                        $"{path}: {failed.Count} из {papers.Count} последних бумаг по новой версии не оформить: "
                            + string.Join("; ", failed.SelectMany(trial => trial.Problems).Distinct().Take(20))
                    )
                );
        }

        return findings;
    }

    private TemplateTrial Try(PaperTemplate template, IReadOnlyDictionary<string, byte[]> files, DateTimeOffset at, JsonElement data)
    {
        var (paper, problems) = templates.Fill(template, files, at, data);
        return new TemplateTrial(paper, problems);
    }
}
