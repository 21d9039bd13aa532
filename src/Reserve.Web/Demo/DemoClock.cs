namespace Reserve.Web.Demo;

/// <summary>The clock of the made-up past: it stands until it is moved on.</summary>
internal sealed class DemoClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public override DateTimeOffset GetUtcNow() => now;

    public void MoveTo(DateTimeOffset moment) => now = moment > now ? moment : now;
}
