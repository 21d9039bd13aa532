using Reserve.Web.Access;
using Reserve.Web.Audit;

namespace Reserve.Web.Commands;

/// <summary>
/// Writes down who was refused a command by role or territory. A stranger has no scope to write in, and is not known either.
/// </summary>
internal sealed class Denials(AuditTrail trail, Caller caller)
{
    public Task Record(object command, string code, CancellationToken cancellationToken) =>
        trail.RecordAsync(command, null, code, [], caller.JournalStamp(), caller.IsSystem, cancellationToken);
}
