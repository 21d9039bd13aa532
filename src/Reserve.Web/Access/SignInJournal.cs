using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>The audit rows of signing in and out, which no command of the pipeline writes.</summary>
public sealed class SignInJournal(ReserveDb db, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task Record(User user, bool succeeded)
    {
        using (caller.AsSystem(user.Territory))
        {
            trail.Record(
                new SignIn(new UserId(user.Id)),
                null,
                succeeded ? null : "WrongPassword",
                new Stamp(user.Id, user.UserName ?? "", clock.GetUtcNow()),
                bySystem: false
            );
            await db.SaveChangesAsync();
        }
    }

    public async Task RecordSignOut()
    {
        if (caller.UserId is not { } id)
            return;
        trail.Record(new SignOut(new UserId(id)), null, null, caller.Stamp(), bySystem: false);
        await db.SaveChangesAsync();
    }

    private sealed record SignIn(UserId User);

    private sealed record SignOut(UserId User);
}
