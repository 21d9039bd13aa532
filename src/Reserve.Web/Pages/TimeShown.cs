using System.Globalization;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Pages;

/// <summary>Configuration <c>Time</c>: the time zone in which moments are shown.</summary>
public sealed class ShownTime
{
    public string Zone { get; set; } = "Asia/Yekaterinburg";
}

/// <summary>Moments and dates as people read them.</summary>
public sealed class TimeShown(IOptions<ShownTime> options, TimeProvider clock)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.Zone);

    /// <summary>"22 ноября 2026 г., 14:05".</summary>
    public string Moment(DateTimeOffset moment) =>
        Date(LocalDate(moment)) + ", " + Local(moment).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"22 ноября 2026 г.".</summary>
    public static string Date(DateOnly date) =>
        Words.IsEnglish
            ? date.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"))
            : date.ToString("d MMMM yyyy 'г.'", CultureInfo.GetCultureInfo("ru-RU"));

    /// <summary>"22.11.2026 14:05", for tables.</summary>
    public string Short(DateTimeOffset moment) => Local(moment).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);

    public static string Short(DateOnly date) => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);

    /// <summary>The moment, in universal time, at which a clock in the shown zone reads so.</summary>
    public DateTimeOffset FromLocal(DateTime reading) =>
        new(TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(reading, DateTimeKind.Unspecified), zone), TimeSpan.Zero);

    public DateOnly LocalDate(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    /// <summary>The moment at which this day begins where the reader is.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => LocalDate(clock.GetUtcNow());
}
