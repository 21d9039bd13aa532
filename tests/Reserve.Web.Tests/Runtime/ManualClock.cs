namespace Reserve.Web.Tests.Runtime;

/// <summary>A clock that stands until it is moved. Starts on a Monday at noon in Moscow.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
