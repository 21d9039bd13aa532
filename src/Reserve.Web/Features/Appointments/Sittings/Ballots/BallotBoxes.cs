using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Sittings.Ballots;

/// <summary>The boxes of secret votes, for the commands of a sitting.</summary>
internal sealed class BallotBoxes(ReserveDb db, BallotKeys keys, TimeProvider clock)
{
    /// <summary>So long a node that holds a key may be silent before the vote has to be repeated.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(60);

    public void Make(AgendaItem item, Stamp stamp)
    {
        var id = Ids.New<BallotBoxId>(stamp.At);
        db.Add(BallotBox.Of(item, id, keys.Make(id), stamp));
    }

    /// <summary>The box of the vote that goes on.</summary>
    public Task<BallotBox?> Of(AgendaItem item, CancellationToken cancellationToken) =>
        db.Set<BallotBox>().SingleOrDefaultAsync(row => row.AgendaItemId == item.Id && row.Round == item.Round, cancellationToken);

    /// <summary>Whether the node that could open the ballots is gone: then nobody ever can.</summary>
    public bool IsLost(BallotBox box) => box.OpenedAt is null && clock.GetUtcNow() - box.KeySeenAt > Silence;

    public async Task Void(AgendaItem item, Stamp stamp, CancellationToken cancellationToken)
    {
        if (await Of(item, cancellationToken) is not { } box)
            return;
        box.Void(stamp);
        keys.Destroy(box.Id);
    }
}
