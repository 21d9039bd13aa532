namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// The wall clock of processes and forms: where a day begins and ends. Configuration <c>Time:Zone</c>, as the pages show moments.
/// </summary>
internal sealed class ProcessClock(IConfiguration configuration)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Time:Zone"] ?? "Asia/Yekaterinburg");

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);

    public DateTimeOffset At(DateTime wallClock)
    {
        var local = DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
