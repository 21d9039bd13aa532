namespace Reserve.Web.Access;

/// <summary>Lets in whoever has proved to be this user: a session begins, and the journal says so.</summary>
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
        await sessions.Start(user, context, secondFactor, cancellationToken);
        await journal.Record(by, user, context);
    }
}
