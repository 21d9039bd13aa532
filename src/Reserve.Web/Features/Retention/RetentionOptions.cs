namespace Reserve.Web.Features.Retention;

/// <summary>When and how fast what has had its term is removed; section <c>Retention</c> of the configuration.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Whether this node does it at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The hour of the night, by the clock of <c>Time:Zone</c>.</summary>
    public TimeOnly At { get; set; } = new(2, 30);

    /// <summary>How many rows one transaction looks at.</summary>
    public int Batch { get; set; } = 500;

    /// <summary>The rest between two batches, for everybody else's sake.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(200);
}
