using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>What the draft does to a file.</summary>
public enum FileState
{
    Same,
    Added,
    Changed,
    Removed,
}

/// <summary>A file of a process as the draft has it; <c>IsOver</c> when the version in force has changed it meanwhile.</summary>
public sealed record FileLine(
    string Path,
    BundleFileKind Kind,
    FileState State,
    int Size,
    int? RowVersion,
    string? SavedBy,
    DateTimeOffset? SavedAt,
    bool IsOver
);

/// <summary>All files of a process with the draft's changes made to them, and what the checks say of them together.</summary>
public sealed record BundleView(IReadOnlyList<FileLine> Files, string Seen, IReadOnlyList<BpmnDiagnostic> Findings, bool IsPublished)
{
    public bool HasDraft => Seen.Length > 0;

    public int Errors => Findings.Count(found => found.Severity == BpmnSeverity.Error);
}

/// <summary>One file, and the version of its change in the draft.</summary>
public sealed record FileText(string Path, BundleFileKind Kind, BundleContent Content, int? RowVersion);

/// <summary>The templates of the version in force and of the draft over it, with the draft's samples; by path.</summary>
public sealed record BundlePair(
    IReadOnlyDictionary<string, byte[]> Was,
    IReadOnlyDictionary<string, byte[]> Now,
    IReadOnlyDictionary<string, string> Samples
);

/// <summary>Reads the files of processes: versions and drafts.</summary>
public sealed class BundleReader
{
    private readonly ReserveDb db;
    private readonly ProcessDrafts drafts;
    private readonly BundleChecks checks;
    private readonly TemplateTrials trials;

    internal BundleReader(ReserveDb db, ProcessDrafts drafts, BundleChecks checks, TemplateTrials trials) =>
        (this.db, this.drafts, this.checks, this.trials) = (db, drafts, checks, trials);

    /// <summary>The files for a territory or for all; null when there is neither a version nor a draft.</summary>
    public async Task<BundleView?> View(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var inForce = await drafts.InForce(key, forTerritory, cancellationToken);
        var changes = await drafts.Changes(key, forTerritory, cancellationToken);
        var bundle = ProcessDrafts.Applied(inForce, changes);
        var lines = inForce
            .Paths.Concat(changes.Select(change => change.Path))
            .Distinct(StringComparer.Ordinal)
            .Select(path =>
            {
                var change = changes.FirstOrDefault(change => change.Path == path);
                var was = inForce.Content(path);
                var now = bundle.Content(path);
                return new FileLine(
                    path,
                    BundleFile.KindOf(path) ?? BundleFileKind.Sample,
                    now is null ? FileState.Removed
                        : was is null ? FileState.Added
                        : change is null ? FileState.Same
                        : FileState.Changed,
                    (now ?? was)!.Raw.Length,
                    change?.RowVersion,
                    change?.SavedBy,
                    change?.SavedAt,
                    change?.IsOverSomethingElse(inForce) == true
                );
            })
            .OrderBy(line => line.Kind)
            .ThenBy(line => line.Path, StringComparer.Ordinal)
            .ToList();
        if (lines.Count == 0)
            return null;
        var findings =
            changes.Count == 0
                ? []
                : (IReadOnlyList<BpmnDiagnostic>)
                    [
                        .. await checks.Of(bundle, inForce, cancellationToken),
                        .. await trials.Findings(key, inForce.Templates, bundle.Templates, cancellationToken),
                    ];
        return new BundleView(lines, ProcessDrafts.Seen(changes), findings, inForce.Xml.Length > 0);
    }

    /// <summary>A file with the draft's change made to it; null when there is none.</summary>
    public async Task<FileText?> File(string key, string? forTerritory, string path, CancellationToken cancellationToken)
    {
        if (BundleFile.KindOf(path) is not { } kind)
            return null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var change = (await drafts.Changes(key, forTerritory, cancellationToken)).FirstOrDefault(change => change.Path == path);
        var content = change is null ? (await drafts.InForce(key, forTerritory, cancellationToken)).Content(path) : change.Content;
        return content is null ? null : new FileText(path, kind, content, change?.RowVersion);
    }

    /// <summary>The templates in force and in the draft; null when there is neither a version nor a draft.</summary>
    public async Task<BundlePair?> Templates(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var was = await drafts.InForce(key, forTerritory, cancellationToken);
        var now = ProcessDrafts.Applied(was, await drafts.Changes(key, forTerritory, cancellationToken));
        return now.Paths.Any() ? new BundlePair(was.Templates, now.Templates, now.Files) : null;
    }

    /// <summary>All files with the draft's changes made to them; empty when there is neither a version nor a draft.</summary>
    internal async Task<ProcessBundle> Draft(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var inForce = await drafts.InForce(key, forTerritory, cancellationToken);
        return ProcessDrafts.Applied(inForce, await drafts.Changes(key, forTerritory, cancellationToken));
    }

    /// <summary>The archive of a version; null when there is none.</summary>
    public async Task<byte[]?> Archive(DefinitionId version, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return await ProcessCatalog.Bundle(version, new RuntimeSession(db), cancellationToken) is { } bundle
            ? BundleArchive.Write(bundle)
            : null;
    }

    /// <summary>What became other between two versions, or between a version and the draft (<paramref name="to"/> null).</summary>
    public async Task<IReadOnlyList<FileDifference>?> Compare(
        DefinitionId from,
        DefinitionId? to,
        string key,
        string? forTerritory,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var was = await ProcessCatalog.Bundle(from, new RuntimeSession(db), cancellationToken);
        var now = to is { } version
            ? await ProcessCatalog.Bundle(version, new RuntimeSession(db), cancellationToken)
            : ProcessDrafts.Applied(
                await drafts.InForce(key, forTerritory, cancellationToken),
                await drafts.Changes(key, forTerritory, cancellationToken)
            );
        return was is null || now is null ? null : FileDifference.Between(was, now);
    }
}
