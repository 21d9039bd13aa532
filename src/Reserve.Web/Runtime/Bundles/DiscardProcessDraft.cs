using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

internal enum DiscardRefusal
{
    [Says("Черновика нет или его уже изменили. Откройте его заново.")]
    Gone,
}

/// <summary>Takes back the change of one file of the draft; published versions stay.</summary>
[Allow(Roles.Administrator)]
[Says("Удалить черновик процесса")]
internal sealed record DiscardProcessDraft(string Key, string? ForTerritory, int RowVersion, string Path = ProcessBundle.Drawing)
    : IRequest<Result<Done, DiscardRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class DiscardProcessDraftHandler(ProcessDrafts drafts) : IRequestHandler<DiscardProcessDraft, Result<Done, DiscardRefusal>>
{
    public async Task<Result<Done, DiscardRefusal>> Handle(DiscardProcessDraft command, CancellationToken cancellationToken) =>
        await drafts.Drop(new DraftPlace(command.Key, command.ForTerritory, command.Path), command.RowVersion, cancellationToken)
            ? new Done()
            : DiscardRefusal.Gone;
}
