using System.Globalization;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Features.Calendar;

/// <summary>Days of the calendar in Russian words.</summary>
internal static class CalendarText
{
    public static string Of(WorkingDayKind kind) =>
        kind switch
        {
            WorkingDayKind.Working => "рабочий",
            WorkingDayKind.Shortened => "сокращённый",
            WorkingDayKind.Off => "нерабочий",
        };

    /// <summary>"нерабочий, День Победы, перенос с 03.01.2026"; null for a usual day.</summary>
    public static string? Of(CalendarDay? day)
    {
        if (day is null)
            return null;
        List<string> parts = [Of(day.Kind)];
        if (day.Name is { } name)
            parts.Add(name);
        if (day.MovedFrom is { } from)
            parts.Add("перенос с " + from.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture));
        return string.Join(", ", parts);
    }
}
