using MediatR;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>The change's version after saving, and what the checks found: a draft may have errors.</summary>
internal sealed record SavedDraft(int RowVersion, IReadOnlyList<BpmnDiagnostic> Diagnostics);

/// <summary>
/// Saves a file in the draft of a process (for one territory, or for all): its drawing, or another file, which it may add.
/// <paramref name="RowVersion"/> is the version of the change that the editor loaded; null when it found none. A template comes as
/// <paramref name="Bytes"/>, everything else as <paramref name="Xml"/>.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Сохранить черновик процесса")]
internal sealed record SaveProcessDraft(
    string Key,
    string? ForTerritory,
    string Xml,
    int? RowVersion,
    string Path = ProcessBundle.Drawing,
    byte[]? Bytes = null
) : IRequest<Result<SavedDraft, PublishRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class SaveProcessDraftHandler(ProcessDrafts drafts, BundleChecks checks, Caller caller)
    : IRequestHandler<SaveProcessDraft, Result<SavedDraft, PublishRefusal>>
{
    public async Task<Result<SavedDraft, PublishRefusal>> Handle(SaveProcessDraft command, CancellationToken cancellationToken)
    {
        if (BundleFile.KindOf(command.Path) is not { } kind || kind == BundleFileKind.Template != command.Bytes is not null)
            return new PublishRefusal.NoFile(command.Path);
        if (command.Xml.Length > BundleFile.MaximumText || command.Bytes?.Length > BundleFile.MaximumTemplate)
            return new PublishRefusal.TooLarge(command.Path);
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        var found = await drafts.Find(place, cancellationToken);
        if (found is null && command.RowVersion is not null)
            return new PublishRefusal.NoDraft();
        var inForce = await drafts.InForce(command.Key, command.ForTerritory, cancellationToken);
        // XML is kept as text and written as UTF-8, whatever its declaration said.
        var content =
            command.Bytes is { } bytes ? BundleContent.Of(bytes)
            : kind is BundleFileKind.Drawing or BundleFileKind.Rule ? BundleContent.Of(EncodedXml.AsUtf8(command.Xml))
            : BundleContent.Of(command.Xml);
        var stamp = caller.Stamp();
        if (
            await drafts.Save(place, content, inForce.Content(command.Path)?.Hash(), command.RowVersion ?? 0, stamp, cancellationToken)
            is not { } saved
        )
        {
            // Whoever saved first may have done so after we looked.
            found ??= await drafts.Find(place, cancellationToken);
            return found is null ? new PublishRefusal.NoDraft() : new PublishRefusal.ChangedMeanwhile(found.SavedBy, found.SavedAt);
        }
        var changes = await drafts.Changes(command.Key, command.ForTerritory, cancellationToken);
        return new SavedDraft(saved, await checks.Of(ProcessDrafts.Applied(inForce, changes), inForce, cancellationToken));
    }
}
