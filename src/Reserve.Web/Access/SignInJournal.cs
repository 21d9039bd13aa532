using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// The audit rows of what no command of the pipeline does: signing in and out, with the name typed and the source address, and what people
/// change of their own sign-in.
/// </summary>
internal sealed class SignInJournal(AuditTrail trail, Caller caller, TimeProvider clock)
{
    /// <summary>What happens at the door, as the journal calls it; <c>CommandNames</c> has the Russian words.</summary>
    public enum Act
    {
        SignIn,
        SignInWithCode,
        SignOut,
        ProvePassword,
        UseSignInLink,
        BecomeFirstAdministrator,
        ChangeOwnPassword,
        EndOwnSessions,
        SetUpSecondFactor,
        RemoveOwnSecondFactor,
        UseRecoveryCode,
        MakeRecoveryCodes,
        SignInByPasskey,
        ProveByPasskey,
        AddPasskey,
        RenamePasskey,
        RemovePasskey,
    }

    /// <summary>Why somebody was not let in: told in the journal only; <c>RefusalNames</c> has the Russian words.</summary>
    public enum Why
    {
        UnknownName,
        Closed,
        Disabled,
        WrongPassword,
        WrongCode,
        CodeClosed,
        UnknownPasskey,
        PasskeyOfAnother,
        WrongPasskey,
        ChallengeGone,
        ChallengeUsed,
        CounterWentBack,
    }

    private const int LongestName = 256;

    public Task Record(Act act, User user, HttpContext context) =>
        Write(act, user.Id, user.UserName ?? "", user.Territory, null, SourceAddress.Of(context));

    /// <param name="user">Who bears the name; null: nobody.</param>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="why">What was wrong: told here only, never on the page.</param>
    /// <param name="address">Where the attempt came from.</param>
    /// <param name="act">What failed.</param>
    public Task RecordFailure(User? user, string name, Why why, string address, Act act = Act.SignIn) =>
        Write(act, user?.Id, name.Length > LongestName ? name[..LongestName] : name, user?.Territory, why.ToString(), address);

    private async Task Write(Act act, Guid? user, string name, string? territory, string? refusal, string address)
    {
        using (caller.AsSystem(territory ?? Territory.Federation))
        {
            await trail.RecordActAsync(
                act.ToString(),
                user is { } id ? [id] : [],
                refusal,
                new Stamp(user, name, clock.GetUtcNow()),
                CancellationToken.None,
                address
            );
        }
    }
}
