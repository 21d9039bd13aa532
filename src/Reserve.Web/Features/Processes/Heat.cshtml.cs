using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>An element of the drawing with what was measured there; <c>Heat</c> is its share of the highest, from 0 to 1.</summary>
public sealed record HeatElement(ElementInfo Element, HeatRow Row, double Heat);

/// <summary>Where cases spend their time: visits, duration and overdue tasks on the drawing of a version.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class HeatModel(ProcessQueries queries, ProcessReader reader, HeatQueries heat, TimeProvider clock, Words words) : PageModel
{
    private const double MinutesOfHour = 60;
    private const double HoursOfDay = 24;

    public static IReadOnlyList<int> Periods { get; } = [30, 90, 365, 1095];

    public static IReadOnlyList<(string Key, string Word)> Measures { get; } =
    [("time", "сколько ждали"), ("visits", "сколько раз приходили"), ("overdue", "сколько просрочено")];

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [FromQuery]
    public Guid? V { get; set; }

    [FromQuery]
    public int Days { get; set; } = 365;

    [FromQuery]
    public string? Show { get; set; }

    public ProcessVersionRow Version { get; private set; } = null!;

    public IReadOnlyList<ProcessVersionRow> Versions { get; private set; } = [];

    public int Runs { get; private set; }

    public IReadOnlyList<HeatElement> Elements { get; private set; } = [];

    /// <summary>Shares by element, for the drawing.</summary>
    public string HeatJson => Json(element => element.Heat > 0, element => Math.Round(element.Heat, 2));

    /// <summary>What stands on each element.</summary>
    public string LabelsJson => Json(element => element.Heat > 0, Label);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Versions = await queries.Versions(Key, cancellationToken);
        if (Versions.FirstOrDefault(row => V is null || row.DefinitionId == V) is not { } version)
            return NotFound();
        Version = version;
        Days = Periods.Contains(Days) ? Days : 365;
        Show = Measures.Any(measure => measure.Key == Show) ? Show : "time";
        var id = new DefinitionId(version.DefinitionId);
        var since = clock.GetUtcNow().AddDays(-Days);
        Runs = await heat.Runs(id, since, cancellationToken);
        var rows = (await heat.Of(id, since, cancellationToken)).ToDictionary(row => row.ElementId);
        var most = rows.Values.Select(Measured).DefaultIfEmpty(0).Max();
        Elements =
        [
            .. (await reader.Elements(id, cancellationToken))
                .Where(element => rows.ContainsKey(element.Id))
                .Select(element => new HeatElement(element, rows[element.Id], most > 0 ? Measured(rows[element.Id]) / most : 0))
                .OrderByDescending(element => element.Heat)
                .ThenByDescending(element => element.Row.Visits),
        ];
        return Page();
    }

    public string NameOf(ElementInfo element) =>
        element.Name.Length > 0 ? element.Name : words[ElementKinds.NameOf(element.ElementName)].Value;

    /// <summary>How long, in the largest unit that fits.</summary>
    public string Long(double? seconds) =>
        seconds is not { } given ? "—"
        : given < MinutesOfHour ? words["меньше минуты"].Value
        : given < MinutesOfHour * MinutesOfHour ? words["{0} мин", Math.Round(given / MinutesOfHour)].Value
        : given < HoursOfDay * MinutesOfHour * MinutesOfHour ? words["{0} ч", Math.Round(given / MinutesOfHour / MinutesOfHour, 1)].Value
        : words["{0} дн.", Math.Round(given / MinutesOfHour / MinutesOfHour / HoursOfDay, 1)].Value;

    private double Measured(HeatRow row) =>
        Show switch
        {
            "visits" => row.Visits,
            "overdue" => row.Overdue,
            _ => row.Seconds ?? 0,
        };

    private string Label(HeatElement element) =>
        Show switch
        {
            "visits" => $"{element.Row.Visits}",
            "overdue" => $"{element.Row.Overdue}",
            _ => Long(element.Row.Seconds),
        };

    private string Json<T>(Func<HeatElement, bool> which, Func<HeatElement, T> value) =>
        JsonSerializer.Serialize(Elements.Where(which).ToDictionary(element => element.Element.Id, value));
}
