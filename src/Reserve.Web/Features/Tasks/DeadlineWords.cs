using System.Globalization;
using System.Text.RegularExpressions;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

/// <summary>A deadline with its arithmetic, as people read it.</summary>
public sealed partial class DeadlineWords(Words words, TimeShown shown)
{
    /// <summary>"10 рабочих дней от 02.03.2026; 08.03–09.03 нерабочие → 17.03.2026"; null when there is nothing to explain.</summary>
    public string? Counted(TaskDeadline deadline)
    {
        if (deadline.MovedBy is { } by)
            return words["срок установил(а) {0} {1}", by, Day(deadline.MovedAt!.Value)].Value;
        if (deadline.Problem is { } problem)
            return words["срок не рассчитан: {0}", Problem(problem)].Value;
        if (deadline.Due is not { } due || Length(deadline) is not { } length)
            return null;
        var byDay = deadline.WorkingDays is not null || IsOfDays(deadline);
        var off = Ranges(deadline.Met.Where(day => day.Kind == WorkingDayKind.Off));
        var worked = Ranges(deadline.Met.Where(day => day.Kind != WorkingDayKind.Off));
        List<string> parts = [words["{0} от {1}", length, byDay ? Day(deadline.From) : Moment(deadline.From)].Value];
        if (off.Count > 0)
            parts.Add(words[off.IsOne ? "{0} нерабочий" : "{0} нерабочие", off.Text].Value);
        if (worked.Count > 0)
            parts.Add(words[worked.IsOne ? "{0} рабочий" : "{0} рабочие", worked.Text].Value);
        return string.Join("; ", parts) + " → " + (byDay ? Day(due) : Moment(due));
    }

    /// <summary>The names of the days that were met, "08.03 Международный женский день"; empty when none has a name.</summary>
    public static string Names(TaskDeadline deadline) =>
        string.Join(
            ", ",
            deadline
                .Met.Where(day => day.Name is not null)
                .Select(day => day.Date.ToString("dd.MM", CultureInfo.InvariantCulture) + " " + day.Name)
        );

    /// <summary>"срок 17.03.2026 18:00 (UTC+5)": the clock is named where it is not the reader's.</summary>
    public string Until(TaskDeadline deadline) =>
        deadline.Due is { } due ? words["срок {0}", Moment(due) + Zone(due)].Value : words["без срока"].Value;

    /// <summary>The clock of the territory, where it is not the one by which this site shows moments.</summary>
    public string Zone(DateTimeOffset moment) =>
        shown.Local(moment).Offset == moment.Offset
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" (UTC{(moment.Offset < TimeSpan.Zero ? "-" : "+")}{moment.Offset:%h})");

    private static bool IsOfDays(TaskDeadline deadline) =>
        deadline.Said is { } said && IsoDuration.TryParse(said) is { } span && span.Time.Ticks % TimeSpan.TicksPerDay == 0;

    private string? Length(TaskDeadline deadline)
    {
        if (deadline.WorkingDays is { } days)
            return words.Count(days, "рабочий день|рабочих дня|рабочих дней");
        if (deadline.Said is not { } said)
            return null;
        if (IsoDuration.TryParse(said) is not { } span)
            return said.Contains('д') ? said : null;
        return (span.Months, span.Time) switch
        {
            (> 0 and var months, var time) when time == TimeSpan.Zero => words.Count(months, "месяц|месяца|месяцев"),
            (0, { Ticks: > 0 } time) when time.Ticks % TimeSpan.TicksPerDay == 0 => words.Count(time.Days, "день|дня|дней"),
            (0, { Ticks: > 0 } time) when time.Ticks % TimeSpan.TicksPerHour == 0 => words.Count((long)time.TotalHours, "час|часа|часов"),
            (0, { Ticks: > 0 } time) => words.Count((long)time.TotalMinutes, "минута|минуты|минут"),
            _ => said,
        };
    }

    /// <summary>What the engine says in Russian; the year that has no calendar is what people meet.</summary>
    private string Problem(string said) =>
        MissingYear().Match(said) is { Success: true } match
            ? words["нет производственного календаря на {0} год", match.Groups[1].Value].Value
            : said;

    [GeneratedRegex(@"на (\d{4}) год$")]
    private static partial Regex MissingYear();

    private static (int Count, bool IsOne, string Text) Ranges(IEnumerable<MetDay> days)
    {
        var ranges = new List<(DateOnly First, DateOnly Last)>();
        foreach (var day in days.Select(day => day.Date))
        {
            if (ranges.Count > 0 && ranges[^1].Last.AddDays(1) == day)
                ranges[^1] = (ranges[^1].First, day);
            else
                ranges.Add((day, day));
        }

        var text = string.Join(
            ", ",
            ranges.Select(range => range.First == range.Last ? Short(range.First) : $"{Short(range.First)}–{Short(range.Last)}")
        );
        return (ranges.Count, ranges is [var (first, last)] && first == last, text);
    }

    private static string Short(DateOnly day) => day.ToString("dd.MM", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset moment) => moment.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) => moment.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);
}
