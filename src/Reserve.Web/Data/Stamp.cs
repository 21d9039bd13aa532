namespace Reserve.Web.Data;

/// <summary>Who did it and when. <see cref="By"/> is null when the system itself acted.</summary>
public sealed record Stamp(Guid? By, string Name, DateTimeOffset At)
{
    /// <summary>For whom and by which instrument, where somebody stood in for another.</summary>
    public string? For { get; init; }

    /// <summary>The substitution by which it was done.</summary>
    public Guid? Under { get; init; }

    /// <summary>Who, as histories show it.</summary>
    public string Actor => For is null ? Name : $"{Name} {For}";
}
