using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// Takes a file out of the next version: the draft remembers its removal, or forgets a file that it added.
/// <paramref name="RowVersion"/> is that of the file's change, null when it has none.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Убрать файл из процесса")]
internal sealed record RemoveDraftFile(string Key, string? ForTerritory, string Path, int? RowVersion)
    : IRequest<Result<Done, PublishRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class RemoveDraftFileHandler(ProcessDrafts drafts, Caller caller)
    : IRequestHandler<RemoveDraftFile, Result<Done, PublishRefusal>>
{
    public async Task<Result<Done, PublishRefusal>> Handle(RemoveDraftFile command, CancellationToken cancellationToken)
    {
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        var inForce = await drafts.InForce(command.Key, command.ForTerritory, cancellationToken);
        var found = await drafts.Find(place, cancellationToken);
        // A process is its drawing.
        if (command.Path == ProcessBundle.Drawing || (found?.Content is null && inForce.Content(command.Path) is null))
            return new PublishRefusal.NoFile(command.Path);
        var saved = inForce.Content(command.Path) is { } file
            ? await drafts.Save(place, null, file.Hash(), command.RowVersion ?? 0, caller.Stamp(), cancellationToken) is not null
            : await drafts.Drop(place, command.RowVersion ?? 0, cancellationToken);
        if (saved)
            return new Done();
        found ??= await drafts.Find(place, cancellationToken);
        return found is null ? new PublishRefusal.NoDraft() : new PublishRefusal.ChangedMeanwhile(found.SavedBy, found.SavedAt);
    }
}
