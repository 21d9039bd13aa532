using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Rules;

[Authorize(RulesRegistration.Policy)]
public sealed class RulesModel(ReserveDb db, RuleReader reader) : PageModel
{
    /// <summary>A line of the list; the search also finds decisions by name.</summary>
    public sealed record Row(
        RulePlace Place,
        string Name,
        string ProcessName,
        string? Territory,
        int Decisions,
        int Tables,
        int Version,
        DateTimeOffset ChangedAt,
        string ChangedBy,
        bool Shipped,
        int Grave,
        int Findings,
        bool HasDraft,
        string Searched
    );

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var files = await reader.All(cancellationToken);
        var paths = files.Select(file => file.ForTerritory).OfType<string>().Distinct().ToArray();
        var territories = await db.Set<Territory>()
            .Where(territory => paths.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        var words = (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Rows =
        [
            .. Sorted(
                files
                    .Select(file => Of(file, territories))
                    .Where(row => words.All(word => row.Searched.Contains(word, StringComparison.CurrentCultureIgnoreCase)))
            ),
        ];
    }

    private static Row Of(RuleRow file, Dictionary<string, string> territories)
    {
        var sheet = RuleSheet.Of(file.Content);
        var decisions = sheet.Model?.Decisions ?? [];
        var name = sheet.Model is { Name.Length: > 0 } model ? model.Name : file.Place.File;
        return new Row(
            file.Place,
            name,
            file.ProcessName,
            file.ForTerritory is null ? null : territories.GetValueOrDefault(file.ForTerritory, file.ForTerritory),
            decisions.Count,
            decisions.Count(decision => decision.Logic is DmnDecisionTable),
            file.Version,
            file.ChangedAt,
            file.ChangedBy,
            file.Source == Deployment.Shipped,
            sheet.Findings.Count(found => found.Severity == DmnSeverity.Error),
            sheet.Findings.Count(found => found.Severity == DmnSeverity.Warning),
            file.HasDraft,
            string.Join(' ', [name, file.ProcessName, file.Process, file.Path, .. decisions.Select(decision => decision.Name)])
        );
    }

    private IEnumerable<Row> Sorted(IEnumerable<Row> rows)
    {
        var byName = StringComparer.CurrentCulture;
        return Sort switch
        {
            "-name" => rows.OrderByDescending(row => row.Name, byName),
            "process" => rows.OrderBy(row => row.ProcessName, byName).ThenBy(row => row.Name, byName),
            "-process" => rows.OrderByDescending(row => row.ProcessName, byName).ThenBy(row => row.Name, byName),
            "territory" => rows.OrderBy(row => row.Territory ?? "", byName).ThenBy(row => row.Name, byName),
            "-territory" => rows.OrderByDescending(row => row.Territory ?? "", byName).ThenBy(row => row.Name, byName),
            "changed" => rows.OrderBy(row => row.ChangedAt).ThenBy(row => row.Name, byName),
            "-changed" => rows.OrderByDescending(row => row.ChangedAt).ThenBy(row => row.Name, byName),
            _ => rows.OrderBy(row => row.Name, byName),
        };
    }
}
