namespace Reserve.Web.Access;

/// <summary>The session of the running request, as the database has it, and whether its person stands in for somebody now.</summary>
internal sealed record LiveSession(Guid Id, DateTimeOffset ProvenAt, bool SecondFactor, DateTimeOffset ExpiresAt, bool Substitutes)
{
    /// <summary>Whether its person proved lately enough to be who they are for a dangerous act.</summary>
    public bool IsProven(DateTimeOffset now, TimeSpan stands) => ProvenAt > now - stands;
}
