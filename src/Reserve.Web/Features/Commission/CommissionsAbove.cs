using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

/// <summary>Sittings and commissions that may lie above the caller's scope: a case of a municipality is heard by its region's.</summary>
internal static class CommissionsAbove
{
    /// <summary>To look at only: a function gives no version of the row, by which a change could be compared.</summary>
    public static Task<CommissionMeeting?> Find(ReserveDb db, CommissionMeetingId id, CancellationToken cancellationToken) =>
        db.Set<CommissionMeeting>()
            .FromSql($"select m.*, '0'::xid as xmin from reserve_sitting({id.Value}) m")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// The voting members of the commission of exactly this territory now, each with the user and the name of whoever sits in the seat:
    /// a substitute's name says for whom and by which instrument.
    /// </summary>
    public static Task<List<CommissionMember>> Commission(ReserveDb db, string territory, CancellationToken cancellationToken) =>
        Commission(db, territory, db.GetService<TimeProvider>().GetUtcNow(), cancellationToken);

    /// <summary>The same at a moment.</summary>
    public static Task<List<CommissionMember>> Commission(
        ReserveDb db,
        string territory,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) =>
        db.Set<CommissionMember>()
            .FromSql($"select * from reserve_commission({territory}, {moment})")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .ToListAsync(cancellationToken);
}
