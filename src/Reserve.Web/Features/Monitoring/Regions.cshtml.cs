using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring;

/// <summary>The regions beside each other: seen by everybody.</summary>
[Authorize(MonitoringRegistration.Policy)]
public sealed class RegionsModel(ReserveDb db) : PageModel
{
    public sealed record Row(string Path, string Name, decimal? Points, int? Rank, bool Municipal);

    [BindProperty(SupportsGet = true)]
    public int? Period { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public IReadOnlyList<int> Periods { get; private set; } = [];

    public Rating? Present { get; private set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int All { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Periods = await db.PresentRatings()
            .Where(rating => rating.Kind == RatingKind.Regional)
            .Select(rating => rating.Period)
            .OrderDescending()
            .ToListAsync(cancellationToken);
        Present = await db.PresentRatings()
            .AsNoTracking()
            .Include(rating => rating.Scores)
            .Where(rating => rating.Kind == RatingKind.Regional && (Period == null || rating.Period == Period))
            .OrderByDescending(rating => rating.Period)
            .FirstOrDefaultAsync(cancellationToken);
        if (Present is null)
            return;
        var names = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Kind == TerritoryKind.Region)
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        var municipal = await db.PresentRatings()
            .Where(rating => rating.Kind == RatingKind.Municipal)
            .Select(rating => rating.Region)
            .Distinct()
            .ToListAsync(cancellationToken);
        var ranks = RatingCheck.DenseRanks([.. Present.Scores.Select(score => score.Points)]);
        var rows = Present
            .Scores.Select(
                (score, at) =>
                    new Row(
                        score.Place,
                        names.GetValueOrDefault(score.Place, score.Place),
                        score.Points,
                        score.Rank ?? ranks[at],
                        municipal.Contains(score.Place)
                    )
            )
            .ToList();
        All = rows.Count;
        var russian = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), ignoreCase: true);
        var found = rows.Where(row => string.IsNullOrWhiteSpace(Q) || row.Name.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase));
        Rows =
        [
            .. Sort switch
            {
                "name" => found.OrderBy(row => row.Name, russian),
                "-name" => found.OrderByDescending(row => row.Name, russian),
                "-points" => found.OrderByDescending(row => row.Rank ?? int.MaxValue).ThenBy(row => row.Name, russian),
                _ => found.OrderBy(row => row.Rank ?? int.MaxValue).ThenBy(row => row.Name, russian),
            },
        ];
    }
}
