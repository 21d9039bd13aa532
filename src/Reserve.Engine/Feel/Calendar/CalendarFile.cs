using System.Globalization;
using System.Text;

namespace Reserve.Engine.Feel.Calendar;

/// <summary>A line of a calendar's file: a year that has a calendar, or a day that differs from the usual week.</summary>
/// <param name="Territory">Whose.</param>
/// <param name="Year">The year.</param>
/// <param name="Day">The day; null for a line about the year.</param>
/// <param name="Basis">The order.</param>
public sealed record CalendarLine(string Territory, int Year, CalendarDay? Day, string? Basis);

/// <summary>
/// Calendars as a table of text, <c>territory;date;kind;name;moved_from;basis</c>. A line whose date is a year and whose kind is
/// <c>год</c> says that this year has a calendar; kinds of days are <c>нерабочий</c>, <c>рабочий</c>, <c>сокращённый</c>.
/// </summary>
public static class CalendarFile
{
    /// <summary>The first line.</summary>
    public const string Header = "territory;date;kind;name;moved_from;basis";

    private const string YearKind = "год";

    /// <summary>Reads a table.</summary>
    /// <returns>The lines, and everything that is wrong, each with the number of its line.</returns>
    public static (IReadOnlyList<CalendarLine> Lines, IReadOnlyList<string> Problems) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (lines, problems) = (new List<CalendarLine>(), new List<string>());
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line == Header))
                continue;
            if (Line(line.Split(';'), out var problem) is { } read)
                lines.Add(read);
            else
                problems.Add($"строка {number}: {problem}");
        }

        return (lines, problems);
    }

    /// <summary>Writes a table.</summary>
    public static string Write(IEnumerable<CalendarLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var line in lines)
        {
            text.Append(line.Territory).Append(';');
            if (line.Day is { } day)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{day.Date:yyyy-MM-dd};{Word(day.Kind)};{Cell(day.Name)};{day.MovedFrom:yyyy-MM-dd}"
                );
            else
                text.Append(CultureInfo.InvariantCulture, $"{line.Year};{YearKind};;");
            text.Append(';').Append(Cell(line.Day?.Basis ?? line.Basis)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The calendar of lines.</summary>
    /// <param name="root">The territory whose days are everybody's.</param>
    /// <param name="lines">The lines.</param>
    public static WorkingCalendar Calendar(string root, IEnumerable<CalendarLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var all = lines.ToList();
        return new WorkingCalendar(
            root,
            all.Where(line => line.Day is null && line.Territory == root).Select(line => line.Year),
            all.Where(line => line.Day is not null).Select(line => (line.Territory, line.Day!))
        );
    }

    private static CalendarLine? Line(string[] cells, out string problem)
    {
        problem = "";
        if (cells is not [var territory, var date, var kind, var name, var moved, var basis])
        {
            problem = "нужно шесть столбцов через точку с запятой";
            return null;
        }

        if (territory.Length == 0)
            problem = "нет территории";
        else if (kind == YearKind)
        {
            if (int.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 2200)
                return new CalendarLine(territory, year, null, Text(basis));
            problem = $"«{date}» — не год";
        }
        else if (Kind(kind) is not { } known)
            problem = $"вид дня «{kind}» не известен: год, нерабочий, рабочий, сокращённый";
        else if (Date(date) is not { } day)
            problem = $"«{date}» — не дата вида 2026-05-09";
        else if (moved.Length > 0 && Date(moved) is null)
            problem = $"«{moved}» — не дата вида 2026-05-09";
        else
            return new CalendarLine(territory, day.Year, new CalendarDay(day, known, Text(name), Date(moved), Text(basis)), Text(basis));
        return null;
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string? Text(string cell) => cell.Length == 0 ? null : cell;

    /// <summary>A cell must not end early.</summary>
    private static string Cell(string? text) => (text ?? "").ReplaceLineEndings(" ").Replace(';', ',');

    private static string Word(WorkingDayKind kind) =>
        kind switch
        {
            WorkingDayKind.Working => "рабочий",
            WorkingDayKind.Shortened => "сокращённый",
            WorkingDayKind.Off => "нерабочий",
        };

    private static WorkingDayKind? Kind(string word) =>
        word switch
        {
            "рабочий" => WorkingDayKind.Working,
            "сокращённый" => WorkingDayKind.Shortened,
            "нерабочий" => WorkingDayKind.Off,
            _ => null,
        };
}
