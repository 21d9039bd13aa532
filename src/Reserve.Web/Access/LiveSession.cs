namespace Reserve.Web.Access;

/// <summary>The session of the running request, as the database has it.</summary>
internal sealed record LiveSession(Guid Id, DateTimeOffset ProvenAt, bool SecondFactor, DateTimeOffset ExpiresAt);
