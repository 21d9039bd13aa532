using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// The wall clock of processes and forms: where a day begins and ends, and which days are worked. A region goes by its own clock; where
/// none is known, or no region is meant, by that of the configuration (<c>Time:Zone</c>), as the pages show moments.
/// </summary>
internal sealed class ProcessClock(IConfiguration configuration, WorkingTimes? times = null)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Time:Zone"] ?? "Asia/Yekaterinburg");

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);

    /// <summary>The moment as a clock in the territory shows it.</summary>
    public DateTimeOffset Local(DateTimeOffset moment, string territory) =>
        times?.Current.Offsets.TryGetValue(Territory.RegionOf(territory), out var offset) == true ? moment.ToOffset(offset) : Local(moment);

    /// <summary>What FEEL is evaluated with: the moment, the calendar, and whose days are meant.</summary>
    public FeelOptions Options(DateTimeOffset moment, string? territory = null) =>
        new(territory is null ? Local(moment) : Local(moment, territory)) { Calendar = times?.Current.Calendar, Territory = territory };

    /// <summary>The moment, in universal time, at which a day begins in the territory.</summary>
    public DateTimeOffset StartOf(DateOnly day, string territory)
    {
        var midnight = At(day.ToDateTime(TimeOnly.MinValue));
        return new DateTimeOffset(midnight.DateTime, Local(midnight, territory).Offset).ToUniversalTime();
    }

    public DateTimeOffset At(DateTime wallClock)
    {
        var local = DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
