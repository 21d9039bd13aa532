using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// The audit rows of signing in and out, which no command of the pipeline writes. Written also for a visitor who goes away meanwhile.
/// </summary>
public sealed class SignInJournal(AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task Record(User user, bool succeeded)
    {
        using (caller.AsSystem(user.Territory))
        {
            await trail.RecordAsync(
                new SignIn(new UserId(user.Id)),
                null,
                succeeded ? null : "WrongPassword",
                new Stamp(user.Id, user.UserName ?? "", clock.GetUtcNow()),
                bySystem: false,
                CancellationToken.None
            );
        }
    }

    public async Task RecordSignOut()
    {
        if (caller.UserId is { } id)
            await trail.RecordAsync(new SignOut(new UserId(id)), null, null, caller.Stamp(), bySystem: false, CancellationToken.None);
    }

    private sealed record SignIn(UserId User);

    private sealed record SignOut(UserId User);
}
