using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring.Formulas;

namespace Reserve.Web.Features.Monitoring;

/// <summary>The indicators of the orders; those that no source named are listed as not loaded.</summary>
[Authorize(MonitoringRegistration.Policy)]
public sealed class IndicatorsPageModel(ReserveDb db, IAuthorizationService authorization) : PageModel
{
    /// <summary>The code of a set; the latest when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    public IReadOnlyList<IndicatorSet> Sets { get; private set; } = [];

    public IndicatorSet? Chosen { get; private set; }

    /// <summary>The numbers up to the declared count, each with its indicator where it is known.</summary>
    public IReadOnlyList<(int Number, Indicator? Indicator)> Rows { get; private set; } = [];

    /// <summary>The published formulas by the indicator's number.</summary>
    public IReadOnlyDictionary<int, FormulaVersion> Formulas { get; private set; } = new Dictionary<int, FormulaVersion>();

    /// <summary>Whether the formulas are links; everybody sees that there are any.</summary>
    public bool MayReadFormulas { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sets = await db.Set<IndicatorSet>()
            .AsNoTracking()
            .OrderByDescending(set => set.ValidFrom)
            .Include(set => set.Groups.OrderBy(group => group.Ordinal))
            .Include(set => set.Indicators)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        Chosen = Sets.FirstOrDefault(set => set.Code == Set) ?? (Sets.Count > 0 ? Sets[0] : null);
        if (Chosen is not { } chosen)
            return;
        MayReadFormulas = (await authorization.AuthorizeAsync(User, MonitoringRegistration.FormulasPolicy)).Succeeded;
        var formulas = await db.PresentFormulas().ToListAsync(cancellationToken);
        Formulas = formulas
            .Where(version => version.Target.IsIndicator && version.Target.Of == chosen.Code)
            .GroupBy(version => version.Target.Number)
            .ToDictionary(versions => versions.Key, versions => versions.MaxBy(version => version.ValidFrom)!);
        var known = chosen.Indicators.ToDictionary(indicator => indicator.Number);
        var last = Math.Max(chosen.Declared ?? 0, known.Count > 0 ? known.Keys.Max() : 0);
        Rows = [.. Enumerable.Range(1, last).Select(number => (number, known.GetValueOrDefault(number)))];
    }
}
