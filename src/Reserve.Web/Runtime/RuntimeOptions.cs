namespace Reserve.Web.Runtime;

/// <summary>How this node works on jobs; section <c>Runtime</c> of the configuration.</summary>
internal sealed class RuntimeOptions
{
    /// <summary>Jobs worked on at the same time; 0 makes a node that only serves pages.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>How often a node looks for jobs that other nodes or the clock made due.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After this time a job counts as abandoned and another node takes it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts before a failing job becomes an incident.</summary>
    public int Attempts { get; set; } = 5;

    /// <summary>Wait before the second attempt; doubled for each further one.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages, signals, calls and timers already due that may follow each other without a person or a wait in between.</summary>
    public int Hops { get; set; } = 1000;

    /// <summary>The folder of the shipped processes; null deploys nothing at start.</summary>
    public string? Workflows { get; set; } = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>The longest pause between two attempts to send a message of the outbox.</summary>
    public TimeSpan LongestSendingPause { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long a message of the outbox is tried before it waits for a person.</summary>
    public TimeSpan SendsFor { get; set; } = TimeSpan.FromDays(5);

    internal TimeSpan SendingPauseAfter(int attempts)
    {
        var pause = Backoff * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return pause < LongestSendingPause ? pause : LongestSendingPause;
    }

    internal TimeSpan BackoffAfter(int attempts) => Backoff * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10));
}
