using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

/// <summary>A seat of a commission and who sits in it at a moment.</summary>
/// <param name="Id">The seat.</param>
/// <param name="Holder">Whose seat it is.</param>
/// <param name="HolderName">Their name.</param>
/// <param name="User">Who sits there: the holder, or whoever stands in.</param>
/// <param name="Name">«Петров П. П.», or «Петров П. П. за Иванову А. П. по приказу № 12 от 01.12.2026».</param>
/// <param name="Role">What the seat is.</param>
/// <param name="Votes">Whether it has a vote.</param>
/// <param name="Substitution">By which substitution; null when the holder sits there.</param>
/// <param name="Instrument">«за Иванову А. П. по приказу № 12 от 01.12.2026».</param>
public sealed record CommissionSeat(
    CommissionMemberId Id,
    Guid Holder,
    string HolderName,
    Guid User,
    string Name,
    SeatRole Role,
    bool Votes,
    Guid? Substitution,
    string? Instrument
);

/// <summary>
/// Who sits in a commission at a moment, in the own seat or by an instrument in another's: the one place that knows substitutes, terms and
/// the chair's deputy.
/// </summary>
public sealed class CommissionSeats(ReserveDb db)
{
    private sealed record Row(
        Guid Seat,
        Guid Holder,
        string HolderName,
        Guid UserId,
        string Name,
        string SeatRole,
        bool Votes,
        Guid? Substitution,
        string? Shown
    );

    /// <summary>All seats of the commission of exactly this territory, in the order of a composition.</summary>
    public async Task<IReadOnlyList<CommissionSeat>> Of(string territory, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select seat as "Seat", holder as "Holder", holder_name as "HolderName", user_id as "UserId", name as "Name",
                       seat_role as "SeatRole", votes as "Votes", substitution as "Substitution", shown as "Shown"
                from reserve_seats({territory}, {moment})
                """
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new CommissionSeat(
                    new CommissionMemberId(row.Seat),
                    row.Holder,
                    row.HolderName,
                    row.UserId,
                    row.Name,
                    Enum.Parse<SeatRole>(row.SeatRole),
                    row.Votes,
                    row.Substitution,
                    row.Shown
                ))
                .OrderBy(seat => seat.Role)
                .ThenBy(seat => seat.HolderName, StringComparer.CurrentCulture),
        ];
    }

    /// <summary>Who presides over those present: the chair, else the deputy; null when neither is there.</summary>
    public static CommissionSeat? Presiding(IEnumerable<CommissionSeat> seats, IReadOnlyCollection<Guid> present) =>
        seats
            .Where(seat => seat.Role is SeatRole.Chair or SeatRole.Deputy && present.Contains(seat.User))
            .OrderBy(seat => seat.Role)
            .ThenBy(seat => seat.HolderName, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>The same of members, as <see cref="CommissionsAbove.Commission"/> gives them.</summary>
    public static CommissionMember? Presiding(IEnumerable<CommissionMember> members, IReadOnlyCollection<Guid> present) =>
        members
            .Where(member => member.Role is SeatRole.Chair or SeatRole.Deputy && present.Contains(member.UserId))
            .OrderBy(member => member.Role)
            .ThenBy(member => member.Name, StringComparer.Ordinal)
            .FirstOrDefault();
}
