using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Ballots;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <param name="By">Who voted; null where it was secret.</param>
/// <param name="Name">Their name.</param>
/// <param name="Choice">What.</param>
/// <param name="Score">How they judged the defence.</param>
/// <param name="EnteredBy">Which secretary wrote it down for a raised hand; null when the member voted at the own place.</param>
internal sealed record CastBallot(Guid? By, string? Name, Choice Choice, decimal? Score, string? EnteredBy);

/// <summary>What was voted on an item in the round that counts: openly, or as the opened ballots say.</summary>
internal sealed class CastBallots(ReserveDb db)
{
    internal async Task<IReadOnlyList<CastBallot>> Of(AgendaItem item, CancellationToken cancellationToken) =>
        item.Ballot == BallotKind.Open
            ? await db.Set<Vote>()
                .AsNoTracking()
                .Where(row => row.AgendaItemId == item.Id && row.Round == item.Round)
                .OrderBy(row => row.CastAt)
                .Select(row => new CastBallot(row.MemberUserId, row.MemberName, row.Choice, row.Score, row.EnteredBy))
                .ToListAsync(cancellationToken)
            : await (
                from ballot in db.Set<OpenedBallot>().AsNoTracking()
                join box in db.Set<BallotBox>() on ballot.BoxId equals box.Id
                where box.AgendaItemId == item.Id && box.Round == item.Round
                orderby ballot.Choice, ballot.Score
                select new CastBallot(null, null, ballot.Choice, ballot.Score, null)
            ).ToListAsync(cancellationToken);
}
