using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Rules;

/// <summary>A file of rules: of a process, for one territory or for all.</summary>
public sealed record RulePlace(string Process, string? ForTerritory, string File)
{
    /// <summary>The path within the process's bundle.</summary>
    public string Path => $"rules/{File}.dmn";

    /// <summary>The address of its page, or of what lies below it.</summary>
    public string Address(string below = "") => $"/rules/{Process}/{File}{below}{(ForTerritory is null ? "" : $"?territory={ForTerritory}")}";

    /// <summary>The address with a further parameter.</summary>
    public string Address(string below, string query) => Address(below) + (ForTerritory is null ? "?" : "&") + query;
}

/// <summary>One file of rules in the list; the version is the one that changed it last.</summary>
public sealed record RuleRow(
    string Process, string ProcessName, string? ForTerritory, string Path, string Content, int Version, DateTimeOffset ChangedAt, string ChangedBy, string Source, bool HasDraft)
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
    public Task<List<RuleRow>> All(CancellationToken cancellation) => db.Database.SqlQuery<RuleRow>($"""
        with file as (
            select d.key, d.for_territory, d.name, d.version, d.deployed_at, d.deployed_by, d.source, f.path, f.content,
                   f.content is distinct from lag(f.content) over (partition by d.key, d.for_territory, f.path order by d.version) as changed,
                   d.version = max(d.version) over (partition by d.key, d.for_territory) as current
            from process_definition d join process_file f on f.definition_id = d.id where f.path like 'rules/%.dmn')
        select distinct on (c.key, c.for_territory, c.path)
               c.key as "Process", n.name as "ProcessName", c.for_territory as "ForTerritory", c.path as "Path", n.content as "Content",
               c.version as "Version", c.deployed_at as "ChangedAt", c.deployed_by as "ChangedBy", c.source as "Source",
               exists (select from process_draft p where p.key = c.key and p.for_territory is not distinct from c.for_territory and p.path = c.path) as "HasDraft"
        from file c join file n on n.current and n.key = c.key and n.for_territory is not distinct from c.for_territory and n.path = c.path
        where c.changed
        order by c.key, c.for_territory nulls first, c.path, c.version desc
        """).ToListAsync(cancellation);

    /// <summary>The versions in which the file changed, newest first.</summary>
    public Task<List<RuleVersion>> Versions(RulePlace place, CancellationToken cancellation) => db.Database.SqlQuery<RuleVersion>($"""
        select id as "DefinitionId", version as "Version", source as "Source", deployed_at as "At", deployed_by as "By" from (
            select d.id, d.version, d.source, d.deployed_at, d.deployed_by, f.content is distinct from lag(f.content) over (order by d.version) as changed
            from process_definition d join process_file f on f.definition_id = d.id
            where d.key = {place.Process} and d.for_territory is not distinct from {place.ForTerritory} and f.path = {place.Path}) v
        where changed order by version desc
        """).ToListAsync(cancellation);

    /// <summary>The file as a version of the process holds it; null when it does not.</summary>
    public Task<RuleContent?> Find(RulePlace place, Guid definition, CancellationToken cancellation) => db.Database.SqlQuery<RuleContent>($"""
        select d.version as "Version", f.content as "Content" from process_file f join process_definition d on d.id = f.definition_id
        where d.id = {definition} and d.key = {place.Process} and f.path = {place.Path}
        """).SingleOrDefaultAsync(cancellation);

    public Task<ProcessDraftRow?> Draft(RulePlace place, CancellationToken cancellation) => queries.Draft(place.Process, place.ForTerritory, cancellation, place.Path);

    /// <summary>The version that a draft replaces: that of the territory, else that for all. Null when no version has the file.</summary>
    internal async Task<Deployed?> Current(RulePlace place, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var session = new RuntimeSession(db);
        return await ProcessCatalog.Current(place.Process, place.ForTerritory ?? Territory.Federation, session, cancellation) is { } id
            && await catalog.Get(id, session, cancellation) is { } deployed && deployed.Files.ContainsKey(place.Path) ? deployed : null;
    }

    /// <summary>Where the drawing of a version asks for the file's decisions.</summary>
    public async Task<IReadOnlyList<RuleUse>> Uses(RulePlace place, Guid definition, DmnDefinitions? model, CancellationToken cancellation)
    {
        if (model is null)
            return [];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var deployed = await catalog.Get(new DefinitionId(definition), new RuntimeSession(db), cancellation);
        return [.. from element in deployed.Definition.BoundElements
            let binding = element.Binding!
            let decision = binding.Input("decisionRef")?.Value
            let file = binding.Input(DecisionRunner.ModelInput)?.Value
            where decision is not null && (file is null || file == place.Path) && model.Decisions.Any(known => known.Name == decision || known.Id == decision)
            select new RuleUse(element.Id, element.Name.Length > 0 ? element.Name : element.Id, decision)];
    }

    public Task<string?> TerritoryName(string? path, CancellationToken cancellation) =>
        db.Set<Territory>().Where(territory => territory.Path == path).Select(territory => (string?)territory.Name).SingleOrDefaultAsync(cancellation);

    internal static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);
}
