using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Starts;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A version that was deployed.</summary>
internal sealed record DeployedVersion(DefinitionId Id, string Key, int Version);

/// <summary>Stores new versions of processes inside the running transaction.</summary>
internal sealed class Deployment(ReserveDb db, ActivityCatalog activities, StartSchedule starts) : IKnownProcesses
{
    public const string Shipped = "shipped";
    public const string FromEditor = "editor";

    /// <summary>Two nodes that start at the same time deploy one after the other.</summary>
    private const long DeploymentLock = 7_216_540_001;

    /// <summary>
    /// Deploys every executable process of the drawing. With the source <c>shipped</c> a process whose content equals
    /// the last shipped version is left alone. Nothing is stored when there is an error anywhere.
    /// </summary>
    public async Task<(IReadOnlyList<DeployedVersion> Deployed, IReadOnlyList<BpmnDiagnostic> Diagnostics)> Deploy(
        ProcessBundle bundle,
        string? forTerritory,
        string source,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        var (processes, diagnostics) = ProcessCompiler.CompileAll(bundle, activities);
        if (diagnostics.Any(found => found.Severity == BpmnSeverity.Error))
            return ([], diagnostics);
        var session = new RuntimeSession(db);
        var hash = bundle.Hash();
        var deployed = new List<DeployedVersion>();
        foreach (var process in processes)
        {
            var (latest, lastHash) = await Latest(session, process.Key, forTerritory, source, cancellationToken);
            if (source == Shipped && lastHash is not null && lastHash.AsSpan().SequenceEqual(hash))
                continue;
            var version = new DeployedVersion(Ids.New<DefinitionId>(stamp.At), process.Key, latest + 1);
            var batch = session.NewBatch();
            batch
                .Add(
                    """
                    insert into process_definition (id, key, for_territory, version, name, xml, content_hash, source, starts, deployed_by,
                    deployed_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                    """
                )
                .With(version.Id.Value)
                .With(process.Key)
                .WithText(forTerritory)
                .With(version.Version)
                .With(process.Name)
                .With(bundle.Xml)
                .With(hash)
                .With(source)
                .With(process.Starts)
                .With(stamp.Name)
                .With(stamp.At);
            foreach (var path in bundle.Paths.Where(path => path != ProcessBundle.Drawing))
            {
                var content = bundle.Content(path)!;
                batch
                    .Add("insert into process_file (definition_id, path, content, bytes) values ($1, $2, $3, $4)")
                    .With(version.Id.Value)
                    .With(path)
                    .With(content.Text ?? "")
                    .WithBytes(content.Bytes);
            }
            await batch.SendAsync(cancellationToken);
            await starts.Align(process.Key, stamp, cancellationToken);
            deployed.Add(version);
        }
        return (deployed, diagnostics);
    }

    /// <summary>
    /// Deploys what came with the program. What administrators have changed since the last shipped version is made to the new one,
    /// as a further version: a shipped change of a file that they have changed as well waits for them in the version before.
    /// </summary>
    public async Task<(IReadOnlyList<DeployedVersion> Deployed, IReadOnlyList<BpmnDiagnostic> Diagnostics)> DeployShipped(
        ProcessBundle bundle,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        var (shipped, diagnostics) = await Deploy(bundle, null, Shipped, stamp, cancellationToken);
        if (shipped.Count == 0)
            return (shipped, diagnostics);
        var session = new RuntimeSession(db);
        if (await Before(session, shipped[0], null, cancellationToken) is not (FromEditor, { } edited))
            return (shipped, diagnostics);
        var former = (await Before(session, shipped[0], Shipped, cancellationToken))?.Bundle ?? ProcessBundle.Empty;
        var rebased = edited.Rebased(former, bundle);
        if (rebased.Hash().AsSpan().SequenceEqual(bundle.Hash()))
            return (shipped, diagnostics);
        var (kept, found) = await Deploy(rebased, null, FromEditor, stamp, cancellationToken);
        // Where the two do not fit together, what runs goes on as it is.
        if (kept.Count == 0)
            (kept, _) = await Deploy(edited, null, FromEditor, stamp, cancellationToken);
        return ([.. shipped, .. kept], [.. diagnostics, .. found]);
    }

    /// <summary>The newest version before this one, of any source or of the one given.</summary>
    private static async Task<(string Source, ProcessBundle Bundle)?> Before(
        RuntimeSession session,
        DeployedVersion version,
        string? source,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch
            .Add(
                """
                select source, id from process_definition
                where key = $1 and for_territory is null and version < $2 and ($3 is null or source = $3) order by version desc limit 1
                """
            )
            .With(version.Key)
            .With(version.Version)
            .WithText(source);
        string found;
        DefinitionId id;
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return null;
            (found, id) = (reader.GetString(0), new DefinitionId(reader.GetGuid(1)));
        }
        return (found, (await ProcessCatalog.Bundle(id, session, cancellationToken))!);
    }

    /// <summary>Waits for others who deploy; until the end of the transaction they wait for this one.</summary>
    public async Task Lock(CancellationToken cancellationToken)
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch.Add("select pg_advisory_xact_lock($1)").With(DeploymentLock);
        await batch.SendAsync(cancellationToken);
    }

    /// <summary>Whether the version is one of this process for this territory, or for all.</summary>
    public Task<bool> Has(string key, string? forTerritory, DefinitionId version, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<Guid>(
                $"""
                select id as "Value" from process_definition
                where id = {version.Value} and key = {key} and for_territory is not distinct from {forTerritory}
                """
            )
            .AnyAsync(cancellationToken);

    /// <summary>Whether there is a version of a process of this key, for whatever territory.</summary>
    public Task<bool> Knows(string key, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"""select id as "Value" from process_definition where key = {key}""").AnyAsync(cancellationToken);

    public Task<string> KeyOf(DefinitionId version, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<string>($"""select key as "Value" from process_definition where id = {version.Value}""")
            .SingleAsync(cancellationToken);

    private static async Task<(int Latest, byte[]? LastHash)> Latest(
        RuntimeSession session,
        string key,
        string? forTerritory,
        string source,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch.Add("select pg_advisory_xact_lock($1)").With(DeploymentLock);
        batch
            .Add("select coalesce(max(version), 0) from process_definition where key = $1 and for_territory is not distinct from $2")
            .With(key)
            .WithText(forTerritory);
        batch
            .Add(
                """
                select content_hash from process_definition
                where key = $1 and for_territory is not distinct from $2 and source = $3 order by version desc limit 1
                """
            )
            .With(key)
            .WithText(forTerritory)
            .With(source);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var latest = reader.GetInt32(0);
        await reader.NextResultAsync(cancellationToken);
        return (latest, await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<byte[]>(0) : null);
    }
}
