using System.Text.RegularExpressions;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Features.Calendar;

/// <summary>
/// A bundle that counts working days needs the calendar of this year, and from October on that of the next; earlier in the year the
/// government has not set it yet.
/// </summary>
internal sealed partial class CalendarChecks(WorkingTimes times, ProcessClock clock, TimeProvider time) : IBundleCheck
{
    public IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle)
    {
        if (!bundle.Bundle.Files.Values.Append(bundle.Bundle.Xml).Any(text => WorkingDays().IsMatch(text)))
            yield break;
        var today = DateOnly.FromDateTime(clock.Local(time.GetUtcNow()).DateTime);
        var years = times.Current.Calendar.Years;
        if (!years.Contains(today.Year))
            yield return Missing(today.Year, BpmnSeverity.Error);
        if (!years.Contains(today.Year + 1))
            yield return Missing(today.Year + 1, WorkingTime.IsNextYearKnown(today) ? BpmnSeverity.Error : BpmnSeverity.Warning);
    }

    private static BpmnDiagnostic Missing(int year, BpmnSeverity severity) =>
        new(
            "no-calendar",
            severity,
            "",
            0,
            $"Процесс считает рабочие дни, а календаря на {year} год нет: добавьте его на странице «Рабочий календарь»"
        );

    [GeneratedRegex(@"\d\s+рабоч(ий|их)\s+(день|дня|дней)|working\s+days?(\s+between)?\s*\(|is\s+working\s+day\s*\(")]
    private static partial Regex WorkingDays();
}
