using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Commands;

/// <summary>Writes down who was refused a command by role or territory. A stranger has no scope to write in, and is not known either.</summary>
internal sealed class Denials(ReserveDb db, AuditTrail trail, Caller caller)
{
    public async Task Record(object command, string code, CancellationToken cancellationToken)
    {
        trail.Record(command, null, code, caller.JournalStamp(), caller.IsSystem);
        await db.SaveChangesAsync(cancellationToken);
    }
}
