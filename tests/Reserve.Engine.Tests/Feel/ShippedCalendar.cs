using System.Runtime.CompilerServices;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Engine.Tests.Feel;

/// <summary>The calendar that comes with the program.</summary>
internal static class ShippedCalendar
{
    public static IReadOnlyList<CalendarLine> Lines { get; } = Read();

    public static WorkingCalendar Instance { get; } = CalendarFile.Calendar("RU", Lines);

    private static IReadOnlyList<CalendarLine> Read()
    {
        var (lines, problems) = CalendarFile.Read(
            File.ReadAllText(Path.Combine(Here(), "../../../src/Reserve.Web/Features/Calendar/russia.csv"))
        );
        Assert.Empty(problems);
        return lines;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
