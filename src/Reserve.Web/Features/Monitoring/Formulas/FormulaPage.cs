using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What the pages of one formula share: which it is, and on which data it is looked at.</summary>
public abstract class FormulaPage(FormulaReader reader, FormulaSheets sheets, CompiledFormulas compiled, TerritoryMonitoring monitoring)
    : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Of { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    /// <summary>Region and year, as "RU.74:2022"; the first with data when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Data { get; set; }

    public FormulaFile Formula { get; private set; } = null!;

    public FormulaTarget Target => Formula.Target;

    public IReadOnlyList<Comparison> Comparisons { get; private set; } = [];

    public Comparison? Chosen { get; private set; }

    /// <summary>What is loaded there; null when nothing is loaded anywhere.</summary>
    public FormulaSheet? Sheet { get; private set; }

    public BandSet? Bands { get; private set; }

    protected CompiledFormulas Compiled => compiled;

    protected async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (FormulaTarget.Parse($"{Kind}/{Of}/{Code}") is not { } target || await reader.File(target, cancellationToken) is not { } formula)
            return false;
        Formula = formula;
        Comparisons = await sheets.Comparisons(target, cancellationToken);
        Chosen = Comparisons.FirstOrDefault(comparison => comparison.Value == Data) ?? (Comparisons.Count > 0 ? Comparisons[0] : null);
        if (Chosen is { } chosen)
        {
            Sheet = await sheets.Of(target, chosen.Region, chosen.Period, cancellationToken);
            Bands = TerritoryMonitoring.BandsFor(await monitoring.Bands(cancellationToken), chosen.Region, chosen.Period);
        }

        return true;
    }

    /// <summary>A formula tried against the version that holds in the chosen year; null when there is no data.</summary>
    protected FormulaTrial? Try(CompiledFormula tried, FormulaDirection direction)
    {
        if (Sheet is not { } sheet)
            return null;
        var present = Formula.In(sheet.Period);
        return FormulaTrial.Of(sheet, Target, present, present is null ? null : compiled.Of(present), tried, direction, Bands);
    }
}
