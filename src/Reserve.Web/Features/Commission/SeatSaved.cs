using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

internal static class SeatSaved
{
    /// <summary>Saves a seat; what the database does not let in (Sql/685-substitutions.sql) is a refusal.</summary>
    public static async Task<MemberRefusal?> Refusal(ReserveDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException problem) when (Told(problem) is { } refusal)
        {
            return refusal;
        }
    }

    private static MemberRefusal? Told(DbUpdateException problem) =>
        (problem.InnerException as PostgresException)?.ConstraintName switch
        {
            "commission_members_one_seat" => MemberRefusal.AlreadyMember,
            "substitutions_one_seat" => MemberRefusal.SitsForAnother,
            _ => null,
        };
}
