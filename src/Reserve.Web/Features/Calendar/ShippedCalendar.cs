using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Calendar;

/// <summary>The calendar that comes with the program: an empty database begins with it, verbs without a database use it.</summary>
internal static class ShippedCalendar
{
    public static IReadOnlyList<CalendarLine> Lines { get; } = Read();

    public static WorkingCalendar Instance { get; } = CalendarFile.Calendar(Territory.Federation, Lines);

    private static IReadOnlyList<CalendarLine> Read()
    {
        using var stream =
            typeof(ShippedCalendar).Assembly.GetManifestResourceStream("calendar/russia.csv")
            ?? throw new InvalidOperationException("The program comes without its calendar.");
        using var reader = new StreamReader(stream);
        var (lines, problems) = CalendarFile.Read(reader.ReadToEnd());
        return problems.Count == 0 ? lines : throw new InvalidOperationException($"The program's calendar: {string.Join("; ", problems)}");
    }
}
