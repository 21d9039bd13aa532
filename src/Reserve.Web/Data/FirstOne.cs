using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>Of two who write what may be there once, the database keeps the first.</summary>
internal static class FirstOne
{
    /// <returns>Whether it was saved; false when somebody was faster.</returns>
    public static async Task<bool> SavedFirst(this ReserveDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException problem)
            when (problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
