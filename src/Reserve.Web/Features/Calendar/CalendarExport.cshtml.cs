using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Features.Calendar;

/// <summary>The days of a year that differ in a territory, as a file for a spreadsheet.</summary>
[Authorize(CalendarRegistration.Policy)]
internal sealed class CalendarExportModel(WorkingTimes times, Caller caller) : PageModel
{
    public IActionResult OnGet(int? year, string? territory)
    {
        var calendar = times.Current.Calendar;
        var place = territory is not null && Territory.Covers(caller.Territory, territory) ? territory : caller.Territory;
        if (year is not { } asked || place is null || !calendar.Years.Contains(asked))
            return NotFound();
        var days = calendar
            .Specials(new DateOnly(asked, 1, 1), new DateOnly(asked, 12, 31), place)
            .Select(day => new CalendarLine(place, asked, day, day.Basis));
        var text = CalendarFile.Write([new CalendarLine(place, asked, null, null), .. days]);
        // A spreadsheet takes a file without the mark for one of another encoding.
        byte[] bytes = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)];
        return File(bytes, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"calendar-{place}-{asked}.csv"));
    }
}
