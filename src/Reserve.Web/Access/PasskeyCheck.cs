using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Reserve.Web.Access;

/// <summary>
/// Whether an answer of an authenticator is that of a user's key. Failures are counted and written down as those of passwords
/// (<see cref="PasswordCheck"/>): a closed name is closed for keys too, and the page tells nobody what was wrong.
/// </summary>
internal sealed class PasskeyCheck(
    UserManager<User> users,
    IPasskeyHandler<User> handler,
    PasskeyChallenges challenges,
    Passkeys keys,
    SignInGuard guard,
    SignInJournal journal,
    Caller caller
)
{
    /// <summary>Who failed with a key that is nobody's, in the journal.</summary>
    private const string Nobody = "ключ доступа";

    /// <param name="User">Whose key it is; null when anything is against it.</param>
    /// <param name="Unknown">The key, when it is nobody's: the device may forget it.</param>
    public sealed record Outcome(User? User, string? Unknown);

    /// <param name="purpose">What the challenge was given for.</param>
    /// <param name="answer">The answer as the browser sends it.</param>
    /// <param name="expected">Who has to have the key; null: whoever has it.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Outcome> Check(
        PasskeyChallenges.Purpose purpose,
        string answer,
        User? expected,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var challenge = challenges.Take(context, purpose);
        var id = Passkeys.IdOf(answer);
        var owner = id is null ? null : await users.FindByPasskeyIdAsync(id);
        var user = expected ?? owner;
        var counted =
            user is null ? "/passkey"
            : purpose == PasskeyChallenges.Purpose.SecondStep ? SignInGuard.CodesOf(user)
            : user.NormalizedUserName!;
        var address = SourceAddress.Counted(context);
        SignInJournal.Why? why =
            owner is null ? SignInJournal.Why.UnknownPasskey
            : owner.Id != user!.Id ? SignInJournal.Why.PasskeyOfAnother
            : await guard.IsClosed(counted, address, user.Id, cancellationToken) ? SignInJournal.Why.Closed
            : user.Disabled ? SignInJournal.Why.Disabled
            : challenge is null ? SignInJournal.Why.ChallengeGone
            : await WhyNot(owner, answer, challenge, context, cancellationToken);
        if (why is not { } refusal)
        {
            await guard.Forgive(counted, address, cancellationToken);
            return new Outcome(user, null);
        }

        await guard.Failed(counted, address, cancellationToken);
        var act = purpose == PasskeyChallenges.Purpose.Proof ? SignInJournal.Act.ProveByPasskey : SignInJournal.Act.SignInByPasskey;
        await journal.RecordFailure(user, user?.UserName ?? Nobody, refusal, SourceAddress.Of(context), act);
        return new Outcome(null, id is not null && owner is null ? Base64Url.EncodeToString(id) : null);
    }

    private async Task<SignInJournal.Why?> WhyNot(
        User owner,
        string answer,
        PasskeyChallenges.Given challenge,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        using (caller.AsSystem(owner.Territory))
        {
            var answered = await handler.PerformAssertionAsync(
                new PasskeyAssertionContext
                {
                    HttpContext = context,
                    CredentialJson = answer,
                    AssertionState = challenge.State,
                }
            );
            Passkeys.ThrowIfAway(answered.Failure);
            return !answered.Succeeded
                ? answered.Failure.Message.Contains("signature counter", StringComparison.Ordinal)
                    ? SignInJournal.Why.CounterWentBack
                    : SignInJournal.Why.WrongPasskey
                : answered.User.Id != owner.Id
                    ? SignInJournal.Why.PasskeyOfAnother
                    : await keys.Use(answered.Passkey, challenge.GivenAt, cancellationToken)
                        ? null
                        : SignInJournal.Why.ChallengeUsed;
        }
    }
}
