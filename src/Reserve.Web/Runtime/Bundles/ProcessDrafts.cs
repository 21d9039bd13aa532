using System.Globalization;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Which file of which process a draft's change is of: for one territory or for all.</summary>
internal sealed record DraftPlace(string Key, string? ForTerritory, string Path = ProcessBundle.Drawing);

/// <summary>
/// A change that a draft holds: a file added, changed or (without content) removed. <paramref name="Base"/> is the hash of the file in the
/// version in force when the change was begun, null where there was none.
/// </summary>
internal sealed record DraftChange(
    string Path,
    BundleContent? Content,
    int RowVersion,
    string SavedBy,
    DateTimeOffset SavedAt,
    byte[]? Base
)
{
    /// <summary>Whether another version has been published meanwhile that changes the same file.</summary>
    public bool IsOverSomethingElse(ProcessBundle inForce) =>
        inForce.Content(Path)?.Hash() is { } now ? Base is null || !now.AsSpan().SequenceEqual(Base) : Base is not null;
}

/// <summary>Reads and writes drafts: the changes over the files of a process, and the version that they are changes of.</summary>
internal sealed class ProcessDrafts(RunStepper stepper)
{
    private const string Columns = "path, xml, bytes, removed, row_version, saved_by, saved_at, base";
    private const string All = "key = $1 and for_territory is not distinct from $2";
    private const string Here = All + " and path = $3";

    /// <summary>One change, under its row lock.</summary>
    public async Task<DraftChange?> Find(DraftPlace place, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add($"select {Columns} from process_draft where {Here} for update")
            .With(place.Key)
            .WithText(place.ForTerritory)
            .With(place.Path);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Change(reader) : null;
    }

    /// <summary>Every change of a draft by path; empty when there is no draft.</summary>
    public Task<IReadOnlyList<DraftChange>> Changes(string key, string? forTerritory, CancellationToken cancellationToken) =>
        Changes(key, forTerritory, "", cancellationToken);

    /// <summary>The same under their row locks: nobody saves one of them before the transaction ends.</summary>
    public Task<IReadOnlyList<DraftChange>> LockedChanges(string key, string? forTerritory, CancellationToken cancellationToken) =>
        Changes(key, forTerritory, " for update", cancellationToken);

    private async Task<IReadOnlyList<DraftChange>> Changes(
        string key,
        string? forTerritory,
        string locking,
        CancellationToken cancellationToken
    )
    {
        var batch = stepper.Session.NewBatch();
        batch.Add($"select {Columns} from process_draft where {All} order by path{locking}").With(key).WithText(forTerritory);
        var changes = new List<DraftChange>();
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            changes.Add(Change(reader));
        return changes;
    }

    /// <summary>
    /// Saves a file, or its removal when there is no content. Gives the change's new version, or null when it is not the one given
    /// (0: none) any more.
    /// </summary>
    public async Task<int?> Save(
        DraftPlace place,
        BundleContent? content,
        byte[]? inForce,
        int rowVersion,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                insert into process_draft (id, key, for_territory, path, xml, bytes, removed, base, row_version, saved_by, saved_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)
                on conflict (key, for_territory, path) do update
                set xml = excluded.xml, bytes = excluded.bytes, removed = excluded.removed, base = excluded.base,
                    row_version = process_draft.row_version + 1, saved_by = excluded.saved_by, saved_at = excluded.saved_at
                where process_draft.row_version = $11 returning row_version
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(place.Key)
            .WithText(place.ForTerritory)
            .With(place.Path)
            .With(content?.Text ?? "")
            .WithBytes(content?.Bytes)
            .With(content is null)
            .WithBytes(inForce)
            .With(stamp.Name)
            .With(stamp.At)
            .With(rowVersion);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetInt32(0) : null;
    }

    /// <summary>Takes back the change of one file in this version; false when there is none.</summary>
    public async Task<bool> Drop(DraftPlace place, int rowVersion, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add($"delete from process_draft where {Here} and row_version = $4 returning id")
            .With(place.Key)
            .WithText(place.ForTerritory)
            .With(place.Path)
            .With(rowVersion);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    /// <summary>Takes back every change.</summary>
    public Task DropAll(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch.Add($"delete from process_draft where {All}").With(key).WithText(forTerritory);
        return batch.SendAsync(cancellationToken);
    }

    /// <summary>The version in force with all its files, also of a retired process; empty when it was never published.</summary>
    public async Task<ProcessBundle> InForce(string key, string? forTerritory, CancellationToken cancellationToken) =>
        await ProcessCatalog.Newest(key, forTerritory ?? Territory.Federation, stepper.Session, cancellationToken) is { } newest
            ? await ProcessCatalog.Bundle(newest, stepper.Session, cancellationToken) ?? ProcessBundle.Empty
            : ProcessBundle.Empty;

    /// <summary>Whether a version is in force for a territory, or for all.</summary>
    public async Task<bool> IsKnown(string key, string? forTerritory, CancellationToken cancellationToken) =>
        await ProcessCatalog.Newest(key, forTerritory ?? Territory.Federation, stepper.Session, cancellationToken) is not null;

    /// <summary>A version with the changes of a draft made to it.</summary>
    public static ProcessBundle Applied(ProcessBundle bundle, IEnumerable<DraftChange> changes) =>
        changes.Aggregate(bundle, (made, change) => made.With(change.Path, change.Content));

    /// <summary>What somebody saw of a draft, as its page writes it: <c>process.bpmn 3, forms/a.json 1</c>.</summary>
    public static string Seen(IEnumerable<DraftChange> changes) =>
        string.Join(
            ", ",
            changes
                .OrderBy(change => change.Path, StringComparer.Ordinal)
                .Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Path} {change.RowVersion}"))
        );

    private static DraftChange Change(NpgsqlDataReader reader) =>
        new(
            reader.GetString(0),
            reader.GetBoolean(3) ? null
                : reader.IsDBNull(2) ? BundleContent.Of(reader.GetString(1))
                : BundleContent.Of(reader.GetFieldValue<byte[]>(2)),
            reader.GetInt32(4),
            reader.GetString(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7)
        );
}
