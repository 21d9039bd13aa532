using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Features.Calendar;

/// <summary>«Рабочий календарь»: a year of a territory by months, with its sums, orders and changes.</summary>
[Authorize(CalendarRegistration.Policy)]
internal sealed class CalendarModel(ReserveDb db, WorkingTimes times, IMediator mediator, Caller caller, TimeShown shown, Words words)
    : PageModel
{
    public sealed record DayInput
    {
        public DateOnly? Date { get; set; }

        public WorkingDayKind Kind { get; set; } = WorkingDayKind.Off;

        public string? Name { get; set; }

        public DateOnly? MovedFrom { get; set; }

        public string? Basis { get; set; }
    }

    public sealed record Change(
        DateTimeOffset At,
        string ChangedBy,
        string PlaceName,
        DateOnly? Date,
        string? Was,
        string? Became,
        string? Basis
    );

    /// <summary>A day that differs, and whose line says so.</summary>
    public sealed record SpecialDay(CalendarDay Day, string Place, string PlaceName);

    [BindProperty(SupportsGet = true, Name = "year")]
    public int? Asked { get; set; }

    [BindProperty(SupportsGet = true, Name = "territory")]
    public string? Place { get; set; }

    [BindProperty]
    public DayInput Input { get; set; } = new();

    public int Year { get; private set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    public string Territory { get; private set; } = "";

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public IReadOnlyList<MonthView> Months { get; private set; } = [];

    public IReadOnlyList<SpecialDay> Specials { get; private set; } = [];

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    /// <summary>The order that set the year.</summary>
    public string? YearBasis { get; private set; }

    /// <summary>The years that a federal administrator may add now.</summary>
    public int NextYear => Years.Count == 0 ? shown.Today.Year : Years[^1] + 1;

    public bool IsMissingNextYear => times.Current.MissingYear(shown.Today) is not null;

    public bool MayChange => caller.IsInRole(Roles.Administrator) && Data.Territory.Covers(caller.Territory, Territory);

    public bool MayAddYear => caller.IsInRole(Roles.Administrator) && caller.Territory == Data.Territory.Federation;

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostDayAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var command = new SetCalendarDay(Meant, Input.Date, Input.Kind, Input.Basis ?? "", Input.Name, Input.MovedFrom);
        return Answer(await mediator.Send(command, cancellationToken), "День записан.", Input.Date?.Year, nameof(Input));
    }

    public async Task<IActionResult> OnPostRemoveAsync(DateOnly date, string? basis, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Answer(
            await mediator.Send(new RemoveCalendarDay(Meant, date, basis ?? ""), cancellationToken),
            "День убран: он снова обычный.",
            date.Year
        );
    }

    public async Task<IActionResult> OnPostYearAsync(int added, string? basis, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Answer(
            await mediator.Send(new AddCalendarYear(added, basis ?? ""), cancellationToken),
            "Год добавлен: в нём праздники по Трудовому кодексу. Внесите переносы.",
            added
        );
    }

    /// <summary>Whose day is changed: what was asked for, also when the caller may not, for then it is refused.</summary>
    private string Meant => Place ?? Territory;

    private IActionResult Answer(IOutcome result, string done, int? year, string? prefix = null)
    {
        if (!result.IsOk)
        {
            this.Show(result, words, prefix);
            return Page();
        }

        this.Done(words[done].Value);
        return RedirectToPage(new { year = year ?? Year, territory = Territory });
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var calendar = times.Current.Calendar;
        Years = calendar.Years;
        Year =
            Asked is { } asked && Years.Contains(asked) ? asked : Years.LastOrDefault(year => year <= shown.Today.Year, shown.Today.Year);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var own = caller.Territory ?? Data.Territory.Federation;
        Territory = Place is { } place && Territories.Any(known => known.Path == place) ? place : own;
        Months = MonthView.Of(calendar, Year, Territory);
        var names = await db.Set<Data.Territory>().AsNoTracking().ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
        var rows = await db
            .Database.SqlQuery<PlacedDay>(
                $"""select place as "Place", date as "Date" from calendar_day where extract(year from date) = {Year}"""
            )
            .ToListAsync(cancellationToken);
        Specials =
        [
            .. rows.Where(row => Data.Territory.Covers(row.Place, Territory))
                .GroupBy(row => row.Date)
                .Select(group => group.MaxBy(row => row.Place.Length)!)
                .OrderBy(row => row.Date)
                // What another node has written a moment ago this one may not know yet.
                .Select(row => (Row: row, Day: calendar.Special(row.Date, row.Place)))
                .Where(special => special.Day is not null)
                .Select(special => new SpecialDay(special.Day!, special.Row.Place, names[special.Row.Place])),
        ];
        YearBasis = (
            await db
                .Database.SqlQuery<string>($"""select coalesce(basis, '') as "Value" from calendar_year where year = {Year}""")
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        Changes = await db
            .Database.SqlQuery<Change>(
                $"""
                select c.at as "At", c.changed_by as "ChangedBy", t.name as "PlaceName", c.date as "Date", c.was as "Was",
                       c.became as "Became", c.basis as "Basis"
                from calendar_change c join territories t on t.path = c.place
                where c.year = {Year} and (c.place = 'RU' or c.place = {Territory} or starts_with({Territory}, c.place || '.'))
                order by c.id desc limit 50
                """
            )
            .ToListAsync(cancellationToken);
    }

    private sealed record PlacedDay(string Place, DateOnly Date);
}
