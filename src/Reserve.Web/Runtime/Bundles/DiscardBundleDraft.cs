using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Throws the whole draft away, as the person saw it; published versions stay.</summary>
[Allow(Roles.Administrator)]
[Says("Отменить все изменения черновика")]
internal sealed record DiscardBundleDraft(string Key, string? ForTerritory, string Seen) : IRequest<Result<Done, DiscardRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class DiscardBundleDraftHandler(ProcessDrafts drafts) : IRequestHandler<DiscardBundleDraft, Result<Done, DiscardRefusal>>
{
    public async Task<Result<Done, DiscardRefusal>> Handle(DiscardBundleDraft command, CancellationToken cancellationToken)
    {
        var changes = await drafts.LockedChanges(command.Key, command.ForTerritory, cancellationToken);
        if (changes.Count == 0 || ProcessDrafts.Seen(changes) != command.Seen)
            return DiscardRefusal.Gone;
        await drafts.DropAll(command.Key, command.ForTerritory, cancellationToken);
        return new Done();
    }
}
