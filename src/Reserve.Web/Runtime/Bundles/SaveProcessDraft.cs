using MediatR;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>The draft's version after saving, and what validation found: a draft may have errors.</summary>
internal sealed record SavedDraft(int RowVersion, IReadOnlyList<BpmnDiagnostic> Diagnostics);

/// <summary>
/// Saves the one draft of a process's drawing (for one territory, or for all), or that of another of its files.
/// <paramref name="RowVersion"/> is the version that the editor loaded; null when it found no draft.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Сохранить черновик процесса")]
internal sealed record SaveProcessDraft(string Key, string? ForTerritory, string Xml, int? RowVersion, string Path = ProcessBundle.Drawing)
    : IRequest<Result<SavedDraft, PublishRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class SaveProcessDraftHandler(ProcessDrafts drafts, ActivityCatalog activities, Caller caller)
    : IRequestHandler<SaveProcessDraft, Result<SavedDraft, PublishRefusal>>
{
    public async Task<Result<SavedDraft, PublishRefusal>> Handle(SaveProcessDraft command, CancellationToken cancellationToken)
    {
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        var bundle = await drafts.Bundle(place, cancellationToken);
        if (!bundle.Has(command.Path))
            return new PublishRefusal.NoFile(command.Path);
        var found = await drafts.Find(place, cancellationToken);
        if (found is null && command.RowVersion is not null)
            return new PublishRefusal.NoDraft();
        // It is kept as text and written as UTF-8, whatever its declaration said.
        var xml = EncodedXml.AsUtf8(command.Xml);
        if (await drafts.Save(place, xml, command.RowVersion ?? 0, caller.Stamp(), cancellationToken) is { } saved)
            return new SavedDraft(saved, ProcessCompiler.CompileAll(bundle.With(command.Path, xml), activities).Diagnostics);
        // Whoever saved first may have done so after we looked.
        found ??= await drafts.Find(place, cancellationToken);
        return found is null ? new PublishRefusal.NoDraft() : new PublishRefusal.ChangedMeanwhile(found.SavedBy, found.SavedAt);
    }
}
