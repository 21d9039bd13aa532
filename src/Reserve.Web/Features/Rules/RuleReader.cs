using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Rules;

/// <summary>A file of rules: of a process, for one territory or for all.</summary>
public sealed record RulePlace(string Process, string? ForTerritory, string File)
{
    /// <summary>The path within the process's bundle.</summary>
    public string Path => $"rules/{File}.dmn";

    /// <summary>The address of its page, or of what lies below it.</summary>
    public string Address(string below = "") =>
        $"/rules/{Process}/{File}{below}{(ForTerritory is null ? "" : $"?territory={ForTerritory}")}";

    /// <summary>The address with a further parameter.</summary>
    public string Address(string below, string query) => Address(below) + (ForTerritory is null ? "?" : "&") + query;
}

/// <summary>One file of rules in the list; the version is the one that changed it last.</summary>
public sealed record RuleRow(
    string Process,
    string ProcessName,
    string? ForTerritory,
    string Path,
    string Content,
    int Version,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    string Source,
    bool HasDraft
)
{
    public RulePlace Place => new(Process, ForTerritory, Path["rules/".Length..^".dmn".Length]);
}

/// <summary>A version of the process in which the file's content is another than before.</summary>
public sealed record RuleVersion(Guid DefinitionId, int Version, string Source, DateTimeOffset At, string By);

/// <summary>A file of rules as one version of the process holds it.</summary>
public sealed record RuleContent(int Version, string Content);

/// <summary>An element of the process that asks for a decision of the file.</summary>
public sealed record RuleUse(string ElementId, string ElementName, string Decision);

/// <summary>What a person reads or changes: the content with what was found about it.</summary>
public sealed record RuleSheet(string Xml, DmnDefinitions? Model, IReadOnlyList<RuleFinding> Findings)
{
    /// <summary>The editor knows this one version of the format; others are read, and changed by upload.</summary>
    private const string Drawable = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    public bool IsDrawable => Xml.Contains(Drawable, StringComparison.Ordinal);

    public static RuleSheet Of(string xml)
    {
        var read = DmnReader.Read(xml);
        return new RuleSheet(xml, read.Model?.Definitions, RuleFinding.Of(read));
    }
}

/// <summary>Reads rules as they were published and as they are drafted.</summary>
public sealed class RuleReader
{
    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly ProcessQueries queries;

    internal RuleReader(ReserveDb db, ProcessCatalog catalog, ProcessQueries queries)
    {
        this.db = db;
        this.catalog = catalog;
        this.queries = queries;
    }

    /// <summary>Every file of rules of the current versions.</summary>
    public Task<List<RuleRow>> All(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RuleRow>(
                $"""
                with file as (
                    select d.id, d.key, d.for_territory, d.version, f.path,
                           md5(f.content) is distinct from lag(md5(f.content)) over (partition by d.key, d.for_territory, f.path order by
                           d.version) as changed,
                           d.version = max(d.version) over (partition by d.key, d.for_territory) as current
                    from process_definition d join process_file f on f.definition_id = d.id where f.path like 'rules/%.dmn')
                select distinct on (n.key, n.for_territory, n.path)
                       n.key as "Process", d.name as "ProcessName", n.for_territory as "ForTerritory", n.path as "Path", f.content as
                       "Content",
                       c.version as "Version", d.deployed_at as "ChangedAt", d.deployed_by as "ChangedBy", d.source as "Source",
                       exists (select from process_draft p where p.key = n.key and p.for_territory is not distinct from n.for_territory and
                       p.path = n.path) as "HasDraft"
                from file n
                join process_file f on f.definition_id = n.id and f.path = n.path
                join file c on c.changed and c.key = n.key and c.for_territory is not distinct from n.for_territory and c.path = n.path
                join process_definition d on d.id = c.id
                where n.current
                order by n.key, n.for_territory nulls first, n.path, c.version desc
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The versions in which the file changed, newest first.</summary>
    public Task<List<RuleVersion>> Versions(RulePlace place, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RuleVersion>(
                $"""
                select id as "DefinitionId", version as "Version", source as "Source", deployed_at as "At", deployed_by as "By" from (
                    select d.id, d.version, d.source, d.deployed_at, d.deployed_by, f.content is distinct from lag(f.content) over (order by
                    d.version) as changed
                    from process_definition d join process_file f on f.definition_id = d.id
                    where d.key = {place.Process} and d.for_territory is not distinct from {place.ForTerritory} and f.path = {place.Path}) v
                where changed order by version desc
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The file as a version of the process holds it; null when it does not.</summary>
    public Task<RuleContent?> Find(RulePlace place, Guid definition, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RuleContent>(
                $"""
                select d.version as "Version", f.content as "Content" from process_file f join process_definition d on d.id =
                f.definition_id where d.id = {definition} and d.key = {place.Process} and f.path = {place.Path}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    public Task<ProcessDraftRow?> Draft(RulePlace place, CancellationToken cancellationToken) =>
        queries.Draft(place.Process, place.ForTerritory, cancellationToken, place.Path);

    /// <summary>The version that a draft replaces: that of the territory, else that for all. Null when no version has the file.</summary>
    internal async Task<Deployed?> Current(RulePlace place, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = new RuntimeSession(db);
        return
            await ProcessCatalog.Current(place.Process, place.ForTerritory ?? Territory.Federation, session, cancellationToken) is { } id
            && await catalog.Get(id, session, cancellationToken) is { } deployed
            && deployed.Files.ContainsKey(place.Path)
            ? deployed
            : null;
    }

    /// <summary>Where the drawing of a version asks for the file's decisions.</summary>
    public async Task<IReadOnlyList<RuleUse>> Uses(
        RulePlace place,
        Guid definition,
        DmnDefinitions? model,
        CancellationToken cancellationToken
    )
    {
        if (model is null)
            return [];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var deployed = await catalog.Get(new DefinitionId(definition), new RuntimeSession(db), cancellationToken);
        return
        [
            .. from element in deployed.Definition.BoundElements
            let binding = element.Binding!
            let decision = binding.Input("decisionRef")?.Value
            let file = binding.Input(DecisionRunner.ModelInput)?.Value
            where
                decision is not null
                && (file is null || file == place.Path)
                && model.Decisions.Any(known => known.Name == decision || known.Id == decision)
            select new RuleUse(element.Id, element.Label, decision),
        ];
    }

    public Task<string?> TerritoryName(string? path, CancellationToken cancellationToken) =>
        db.Set<Territory>()
            .Where(territory => territory.Path == path)
            .Select(territory => (string?)territory.Name)
            .SingleOrDefaultAsync(cancellationToken);

    internal static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);
}
