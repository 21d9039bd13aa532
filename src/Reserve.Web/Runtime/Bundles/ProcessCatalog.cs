using System.Collections.Concurrent;
using System.Collections.Frozen;
using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A deployed version of a process, compiled, with the rules and forms that belong to it. Never changes.</summary>
internal sealed record Deployed(
    DefinitionId Id,
    string Key,
    string Name,
    int Version,
    ProcessDefinition Definition,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyDictionary<string, byte[]> Templates,
    string? ForTerritory = null
)
{
    /// <summary>
    /// Whether runs of this version may speak to those of a territory, and hear them: a version for one territory was drawn there.
    /// </summary>
    public bool Reaches(string territory) => ForTerritory is null || Territory.Covers(ForTerritory, territory);
}

/// <summary>Keeps compiled versions in memory. A version never changes, so nothing has to be told to other nodes.</summary>
internal sealed class ProcessCatalog
{
    private readonly ConcurrentDictionary<DefinitionId, Deployed> compiled = new();

    /// <summary>The version of this id, read over the running transaction when it is not in memory yet.</summary>
    /// <exception cref="InvalidOperationException">There is no such version, or it can no longer be compiled.</exception>
    public async ValueTask<Deployed> Get(DefinitionId id, RuntimeSession session, CancellationToken cancellationToken) =>
        compiled.TryGetValue(id, out var known) ? known : compiled.GetOrAdd(id, await Load(id, session, cancellationToken));

    private const string InForce = "key = $1 and (for_territory is null or for_territory = $2 or starts_with($2, for_territory || '.'))";

    /// <summary>What is retired takes no new runs: of a region's own version, new runs go by the one above it.</summary>
    private const string Retired = "process_retired x where x.key = d.key and x.for_territory is not distinct from";

    /// <summary>
    /// The version that a new run in this territory takes: the newest of the nearest territory that has one of its own,
    /// else the newest for all. Null when there is none, or the process is retired.
    /// </summary>
    public static async Task<DefinitionId?> Current(
        string key,
        string territory,
        RuntimeSession session,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch
            .Add(
                $"""
                select id from process_definition d
                where {InForce} and not exists (select from {Retired} d.for_territory) and not exists (select from {Retired} null)
                order by length(for_territory) desc nulls last, version desc limit 1
                """
            )
            .With(key)
            .With(territory);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new DefinitionId(reader.GetGuid(0)) : null;
    }

    /// <summary>The version that a draft for this territory changes, retired or not; null when there is none.</summary>
    public static async Task<DefinitionId?> Newest(
        string key,
        string territory,
        RuntimeSession session,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch
            .Add($"select id from process_definition where {InForce} order by length(for_territory) desc nulls last, version desc limit 1")
            .With(key)
            .With(territory);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new DefinitionId(reader.GetGuid(0)) : null;
    }

    /// <summary>The files of a version; null when there is no such version.</summary>
    public static async Task<ProcessBundle?> Bundle(DefinitionId id, RuntimeSession session, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        batch.Add("select xml from process_definition where id = $1").With(id.Value);
        batch.Add("select path, content, bytes from process_file where definition_id = $1").With(id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var bundle = ProcessBundle.Empty with { Xml = reader.GetString(0) };
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            bundle = bundle.With(reader.GetString(0), Content(reader, 1));
        return bundle;
    }

    /// <summary>A file from its two columns, the text and the bytes.</summary>
    public static BundleContent Content(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column + 1)
            ? BundleContent.Of(reader.GetString(column))
            : BundleContent.Of(reader.GetFieldValue<byte[]>(column + 1));

    /// <summary>The versions that new runs in a territory take, of every process.</summary>
    private const string CurrentOfAll = $"""
        select distinct on (key) id, key, name, starts from process_definition d
        where (for_territory is null or for_territory = $2 or starts_with($2, for_territory || '.'))
          and not exists (select from {Retired} d.for_territory) and not exists (select from {Retired} null)
        order by key, length(for_territory) desc nulls last, version desc
        """;

    /// <summary>The processes that begin in this territory by one of these names, key and name.</summary>
    public static async Task<IReadOnlyList<(string Key, string Name)>> BegunBy(
        string[] starts,
        string territory,
        RuntimeSession session,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch.Add($"select c.key, c.name from ({CurrentOfAll}) c where c.starts && $1").With(starts).With(territory);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var found = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    /// <summary>The current versions in this territory that a message or signal starts, each with the start event.</summary>
    public async Task<IReadOnlyList<(DefinitionId Definition, string Element)>> StartedBy(
        JobKind kind,
        string name,
        string territory,
        RuntimeSession session,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch.Add($"select c.id from ({CurrentOfAll}) c where $1 = any(c.starts)").With(StartName(kind, name)).With(territory);
        var ids = new List<DefinitionId>();
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                ids.Add(new DefinitionId(reader.GetGuid(0)));
        }
        var starts = new List<(DefinitionId, string)>();
        foreach (var id in ids)
        {
            var deployed = await Get(id, session, cancellationToken);
            starts.AddRange(
                ProcessCompiler
                    .Starts(deployed.Definition)
                    .Where(start => start.Kind == kind && start.Name == name)
                    .Select(start => (id, start.Element))
            );
        }
        return starts;
    }

    internal static string StartName(JobKind kind, string name) => $"{JobKinds.Text(kind)} {name}";

    private static async Task<Deployed> Load(DefinitionId id, RuntimeSession session, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        batch.Add("select key, name, version, for_territory from process_definition where id = $1").With(id.Value);
        string key,
            name;
        int version;
        string? forTerritory;
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                throw new InvalidOperationException($"There is no process version {id}.");
            (key, name, version) = (reader.GetString(0), reader.GetString(1), reader.GetInt32(2));
            forTerritory = reader.IsDBNull(3) ? null : reader.GetString(3);
        }
        var bundle = (await Bundle(id, session, cancellationToken))!;
        var compiled = ProcessCompiler.Compile(bundle.Xml, key);
        return compiled.Definition is { } definition
            ? new Deployed(
                id,
                key,
                name,
                version,
                definition,
                bundle.Files.ToFrozenDictionary(StringComparer.Ordinal),
                bundle.Templates.ToFrozenDictionary(StringComparer.Ordinal),
                forTerritory
            )
            : throw new InvalidOperationException($"Process {key} version {version} does not compile: {compiled.Diagnostics[0]}");
    }
}
