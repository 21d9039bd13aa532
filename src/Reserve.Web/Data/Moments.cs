namespace Reserve.Web.Data;

internal static class Moments
{
    /// <summary>As exact as PostgreSQL keeps a moment: what is compared with a stored one must not be more so.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset moment) =>
        moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));
}
