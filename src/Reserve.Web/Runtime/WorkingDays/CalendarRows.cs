using Npgsql;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Runtime.WorkingDays;

/// <summary>Days of the calendar as the database keeps them.</summary>
internal static class CalendarRows
{
    /// <summary>Reads <c>date, kind, name, moved_from, basis</c> from this column on.</summary>
    public static CalendarDay Day(NpgsqlDataReader row, int first) =>
        new(
            row.GetFieldValue<DateOnly>(first),
            Kind(row.GetString(first + 1)),
            row.IsDBNull(first + 2) ? null : row.GetString(first + 2),
            row.IsDBNull(first + 3) ? null : row.GetFieldValue<DateOnly>(first + 3),
            row.IsDBNull(first + 4) ? null : row.GetString(first + 4)
        );

    public static string Text(WorkingDayKind kind) =>
        kind switch
        {
            WorkingDayKind.Working => "working",
            WorkingDayKind.Shortened => "shortened",
            WorkingDayKind.Off => "off",
        };

    public static WorkingDayKind Kind(string text) =>
        text switch
        {
            "working" => WorkingDayKind.Working,
            "shortened" => WorkingDayKind.Shortened,
            "off" => WorkingDayKind.Off,
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a kind of day."),
        };
}
