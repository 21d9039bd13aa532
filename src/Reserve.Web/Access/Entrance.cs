using System.Security.Claims;

namespace Reserve.Web.Access;

/// <summary>
/// Lets in whoever has proved to be this user: a session begins, the one that this browser had before ends, and the journal says so.
/// </summary>
internal sealed class Entrance(Sessions sessions, SignInJournal journal)
{
    public async Task LetIn(
        User user,
        HttpContext context,
        bool secondFactor,
        CancellationToken cancellationToken,
        SignInJournal.Act by = SignInJournal.Act.SignIn
    )
    {
        if (
            context.Features.Get<LiveSession>() is { } former
            && Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var before)
        )
            await sessions.End(before, former.Id, except: null, cancellationToken);
        await sessions.Start(user, context, secondFactor, cancellationToken);
        await journal.Record(by, user, context);
    }
}
