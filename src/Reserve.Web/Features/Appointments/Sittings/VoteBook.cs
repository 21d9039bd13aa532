using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Where open votes are written, one of each member in each round.</summary>
internal sealed class VoteBook(ReserveDb db)
{
    /// <summary>The vote of a member that counts now; null when there is none.</summary>
    public Task<Vote?> Of(AgendaItem item, Guid member, CancellationToken cancellationToken) =>
        db.Set<Vote>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.AgendaItemId == item.Id && row.Round == item.Round && row.MemberUserId == member,
                cancellationToken
            );

    /// <returns>False when the member has voted already.</returns>
    public async Task<bool> Write(
        AgendaItem item,
        CommissionMember member,
        bool presides,
        Choice choice,
        decimal? score,
        string? dissent,
        VoteEntry? entry,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        if (await Of(item, member.UserId, cancellationToken) is not null)
            return false;
        var vote = new Vote
        {
            Id = Ids.New<VoteId>(stamp.At),
            AgendaItemId = item.Id,
            CaseId = item.CaseId,
            Territory = item.Territory,
            MemberUserId = member.UserId,
            MemberName = member.Name,
            IsChair = presides,
            Choice = choice,
            Score = score,
            Round = item.Round,
            CastAt = stamp.At,
            EntryId = entry?.Id,
            EnteredBy = entry?.By,
        };
        db.Add(vote);
        if (!string.IsNullOrWhiteSpace(dissent))
            db.Add(
                new DissentingOpinion
                {
                    VoteId = vote.Id,
                    CaseId = item.CaseId,
                    Territory = item.Territory,
                    Text = dissent.Trim(),
                }
            );
        return await db.SavedFirst(cancellationToken);
    }
}

/// <summary>That a vote was written down by the secretary for somebody who raised a hand.</summary>
/// <param name="Id">By which a second delivery of the same is known.</param>
/// <param name="By">The secretary's name.</param>
internal sealed record VoteEntry(Guid Id, string By);
