namespace Reserve.Web.Runtime;

/// <summary>The wall clock of deadlines: a date in a process is a day in Moscow, whose offset does not change.</summary>
internal static class ProcessClock
{
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    public static DateTimeOffset Local(DateTimeOffset moment) => moment.ToOffset(Moscow);

    public static DateTimeOffset At(DateTime wallClock) => new(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified), Moscow);
}
