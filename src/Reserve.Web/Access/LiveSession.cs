namespace Reserve.Web.Access;

/// <summary>The session of the running request, as the database has it.</summary>
internal sealed record LiveSession(Guid Id, DateTimeOffset ProvenAt, bool SecondFactor, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether its person proved lately enough to be who they are for a dangerous act.</summary>
    public bool IsProven(DateTimeOffset now, TimeSpan stands) => ProvenAt > now - stands;
}
