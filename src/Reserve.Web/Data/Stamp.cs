namespace Reserve.Web.Data;

/// <summary>Who did it and when. <see cref="By"/> is null when the system itself acted.</summary>
public sealed record Stamp(Guid? By, string Name, DateTimeOffset At);
