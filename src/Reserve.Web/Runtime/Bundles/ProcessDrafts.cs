using System.Collections.Frozen;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Which file of which process a draft is of: the drawing or a rule, for one territory or for all.</summary>
internal sealed record DraftPlace(string Key, string? ForTerritory, string Path = ProcessBundle.Drawing);

/// <summary>A draft under its row lock.</summary>
internal sealed record LockedDraft(string Xml, int RowVersion, string SavedBy, DateTimeOffset SavedAt);

/// <summary>Reads and writes drafts, and the version that a draft's next version takes everything else from.</summary>
internal sealed class ProcessDrafts(RunStepper stepper, ProcessCatalog catalog)
{
    private const string Here = "key = $1 and for_territory is not distinct from $2 and path = $3";

    public async Task<LockedDraft?> Find(DraftPlace place, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add($"select xml, row_version, saved_by, saved_at from process_draft where {Here} for update")
            .With(place.Key)
            .WithText(place.ForTerritory)
            .With(place.Path);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LockedDraft(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }

    /// <summary>Gives the draft's new version, or null when it is not the one given (0: none) any more.</summary>
    public async Task<int?> Save(DraftPlace place, string xml, int rowVersion, Stamp stamp, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                insert into process_draft (id, key, for_territory, path, xml, row_version, saved_by, saved_at) values ($1, $2, $3, $4, $5,
                1, $6, $7)
                on conflict (key, for_territory, path) do update
                set xml = excluded.xml, row_version = process_draft.row_version + 1, saved_by = excluded.saved_by, saved_at =
                excluded.saved_at where process_draft.row_version = $8 returning row_version
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(place.Key)
            .WithText(place.ForTerritory)
            .With(place.Path)
            .With(xml)
            .With(stamp.Name)
            .With(stamp.At)
            .With(rowVersion);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetInt32(0) : null;
    }

    /// <summary>Removes the draft in this version; false when there is none.</summary>
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

    /// <summary>The current version with all its files; an empty drawing when the process was never published.</summary>
    public async Task<ProcessBundle> Bundle(DraftPlace place, CancellationToken cancellationToken)
    {
        if (
            await ProcessCatalog.Current(place.Key, place.ForTerritory ?? Territory.Federation, stepper.Session, cancellationToken)
            is not { } current
        )
            return new ProcessBundle("", FrozenDictionary<string, string>.Empty);
        var batch = stepper.Session.NewBatch();
        batch.Add("select xml from process_definition where id = $1").With(current.Value);
        string xml;
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            xml = reader.GetString(0);
        }
        return new ProcessBundle(xml, (await catalog.Get(current, stepper.Session, cancellationToken)).Files);
    }
}
