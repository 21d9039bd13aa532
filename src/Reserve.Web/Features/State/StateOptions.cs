namespace Reserve.Web.Features.State;

/// <summary>From when on something is not as it should be; section <c>State</c> of the configuration.</summary>
internal sealed class StateOptions
{
    /// <summary>Below this many bytes of free disk the node is not ready.</summary>
    public long DiskNeeded { get; set; } = 200L << 20;

    /// <summary>Below this many bytes it is said that the disk is getting full.</summary>
    public long DiskWanted { get; set; } = 2L << 30;

    /// <summary>A job that is due for longer means that the nodes do not keep up.</summary>
    public TimeSpan JobsLate { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A message that has not left for longer means that the outbox is stuck.</summary>
    public TimeSpan OutboxLate { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a node says that it lives.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often it is looked whether administrators have to be told of something.</summary>
    public TimeSpan Watch { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Administrators are told of one kind of trouble at most once in this time.</summary>
    public TimeSpan TellAgain { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>They are reminded of an outbox that stays stuck after this time.</summary>
    public TimeSpan RemindOfOutbox { get; set; } = TimeSpan.FromDays(1);

    /// <summary>They are reminded of a year without a calendar after this time.</summary>
    public TimeSpan RemindOfCalendar { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>Where this installation keeps its files.</summary>
/// <param name="Folder">The data folder.</param>
internal sealed record DataPlace(string Folder)
{
    public string Mail => Path.Combine(Folder, "mail");

    /// <summary>Letters that could not be read or registered.</summary>
    public string Aside => Path.Combine(Mail, "rejected");

    /// <summary>The folders that have to be writable.</summary>
    public IReadOnlyList<string> Written => [Folder, Mail];

    /// <summary>Bytes free for this process on the disk of the data folder.</summary>
    public long FreeDisk => new DriveInfo(Folder).AvailableFreeSpace;
}
