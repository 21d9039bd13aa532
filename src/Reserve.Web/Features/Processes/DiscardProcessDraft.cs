using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Processes;

public enum DiscardRefusal
{
    [Says("Черновика нет или его уже изменили. Откройте его заново.")]
    Gone,
}

/// <summary>Throws the draft away; published versions stay.</summary>
[Allow(Roles.Administrator)]
public sealed record DiscardProcessDraft(string Key, string? ForTerritory, int RowVersion) : IRequest<Result<Done, DiscardRefusal>>;

internal sealed class DiscardProcessDraftHandler(ReserveDb db) : IRequestHandler<DiscardProcessDraft, Result<Done, DiscardRefusal>>
{
    public async Task<Result<Done, DiscardRefusal>> Handle(DiscardProcessDraft request, CancellationToken cancellationToken)
    {
        var gone = await db.Database.ExecuteSqlAsync(
            $"delete from process_draft where key = {request.Key} and for_territory is not distinct from {request.ForTerritory} and row_version = {request.RowVersion}",
            cancellationToken);
        return gone == 1 ? new Done() : DiscardRefusal.Gone;
    }
}
