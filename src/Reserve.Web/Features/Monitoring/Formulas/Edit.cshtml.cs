using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Feel.Analysis;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What a formula being written gives at once.</summary>
/// <param name="Place">The sample territory, or that the numbers are one's own.</param>
/// <param name="Sample">What the formula gives there; null when it cannot be computed at all.</param>
/// <param name="Values">The values of the names in scope there.</param>
/// <param name="Standing">Its place among the others; null when there are none.</param>
/// <param name="Trial">All territories of the sample's year; null when there are errors or no data.</param>
public sealed record LiveResult(
    FormulaCheck Check,
    string Place,
    FormulaValue? Sample,
    FormulaStanding? Standing,
    IReadOnlyList<(FormulaName Name, decimal? Value, bool IsRead)> Values,
    FormulaTrial? Trial,
    bool IsIndicator,
    string? Unit
)
{
    public string ProblemsJson => JsonSerializer.Serialize(Check.Problems, JsonSerializerOptions.Web);
}

/// <summary>Writes the draft of a formula; with scripts the result follows each word, without them a button asks for it.</summary>
[Authorize(MonitoringRegistration.FormulaEditorPolicy)]
public sealed class EditModel(
    FormulaReader reader,
    FormulaSheets sheets,
    CompiledFormulas compiled,
    TerritoryMonitoring monitoring,
    IMediator mediator,
    Words words
) : FormulaPage(reader, sheets, compiled, monitoring)
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public FormulaDirection Direction { get; set; }

    [BindProperty]
    public int? ValidFrom { get; set; }

    [BindProperty]
    public string? Comment { get; set; }

    [BindProperty]
    public int? RowVersion { get; set; }

    /// <summary>The sample territory; the first when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }

    /// <summary>Numbers of one's own by name, to try with where nothing is loaded; they are kept nowhere.</summary>
    [BindProperty]
    public Dictionary<string, string?> Sample { get; set; } = [];

    public LiveResult Live { get; private set; } = null!;

    /// <summary>The draft that somebody else saved meanwhile; what was typed here stays on the page.</summary>
    public FormulaDraft? Other { get; private set; }

    /// <summary>How that draft differs from what was typed.</summary>
    public IReadOnlyList<DifferencePiece> OtherPieces { get; private set; } = [];

    /// <summary>The built-in functions for the editor, as JSON.</summary>
    public static string FunctionsJson { get; } = JsonSerializer.Serialize(FeelCatalog.Functions, JsonSerializerOptions.Web);

    public string NamesJson =>
        JsonSerializer.Serialize(
            Formula.Names.Select(name => new
            {
                name.Name,
                Detail = name.Unit,
                Info = name.Meaning,
            }),
            JsonSerializerOptions.Web
        );

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        (Text, Unit, Direction, var validFrom, Comment) = Formula.Editable;
        (ValidFrom, RowVersion) = (validFrom, Formula.Draft?.RowVersion);
        Look();
        return Page();
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        ModelState.Clear();
        Look();
        return Request.Headers.ContainsKey("HX-Request") ? Partial("_Live", Live) : Page();
    }

    /// <param name="over">The version of somebody else's draft that this one shall replace, after both were seen.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IActionResult> OnPostSaveAsync(int? over, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        RowVersion = over ?? RowVersion;
        var saved = await Save(cancellationToken);
        if (!saved.IsOk)
            return Again(saved);
        this.Done(words["Черновик сохранён."].Value);
        return LocalRedirect($"{Target.Address}/edit?data={Uri.EscapeDataString(Data ?? "")}&place={Uri.EscapeDataString(Place ?? "")}");
    }

    public async Task<IActionResult> OnPostTrialAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var saved = await Save(cancellationToken);
        return saved.IsOk ? LocalRedirect($"{Target.Address}/trial?data={Uri.EscapeDataString(Data ?? "")}") : Again(saved);
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var saved = await Save(cancellationToken);
        if (!saved.IsOk)
            return Again(saved);
        RowVersion = saved.Value.RowVersion;
        ModelState.Remove(nameof(RowVersion));
        var published = await mediator.Send(new PublishFormula(Target, saved.Value.RowVersion), cancellationToken);
        if (!published.IsOk)
            return Again(published);
        this.Done(words["Опубликована версия {0}.", published.Value.Version].Value);
        return LocalRedirect(Target.Address);
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var result = await mediator.Send(new DiscardFormulaDraft(Target, RowVersion ?? 0), cancellationToken);
        if (!result.IsOk)
            return Again(result);
        this.Done(words["Черновик удалён."].Value);
        return LocalRedirect(Target.Address);
    }

    private Task<Result<SavedFormula, FormulaRefusal>> Save(CancellationToken cancellationToken) =>
        mediator.Send(
            new SaveFormulaDraft(
                Target,
                new(Text?.ReplaceLineEndings("\n") ?? "", Blank(Unit), Direction, ValidFrom ?? 0, Blank(Comment)),
                RowVersion
            ),
            cancellationToken
        );

    private PageResult Again(IOutcome refused)
    {
        this.Show(refused, words);
        if (refused.Code == nameof(FormulaRefusal.ChangedMeanwhile) && Formula.Draft is { } other)
        {
            Other = other;
            OtherPieces = FormulaDifference.Between(other.Text, Text?.ReplaceLineEndings("\n") ?? "", Formula.NamesInScope);
        }

        Look();
        return Page();
    }

    private void Look()
    {
        var text = Text?.ReplaceLineEndings("\n") ?? "";
        var check = FormulaCheck.Of(text, Unit, Formula.Names);
        var tried = check.Expression is null ? null : CompiledFormula.Of(check.Expression);
        var sheet = Sheet ?? OwnNumbers();
        if (Place is null || !sheet.Places.ContainsKey(Place))
            Place = sheet.Places.OrderBy(place => place.Value, StringComparer.CurrentCulture).Select(place => place.Key).First();
        var trial = tried is null ? null : Try(tried, Direction);
        var result = tried is null ? null : sheet.Of(tried, Place);
        Live = new(
            check,
            sheet.Places[Place],
            result,
            trial?.Rows.First(row => row.Place == Place).After,
            [
                .. Formula
                    .Names.Select(name => (name, sheet.Read(name.Name, Place), tried?.Reads.Contains(name.Name) == true))
                    .OrderByDescending(name => name.Item3),
            ],
            trial,
            Target.IsIndicator,
            Unit
        );
    }

    private FormulaSheet OwnNumbers()
    {
        var own = new Dictionary<string, Dictionary<string, decimal>>();
        foreach (var (name, text) in Sample)
            if (decimal.TryParse(text?.Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                own[name] = new() { [""] = number };
        return new(
            ValidFrom is >= MonitoringImport.FirstYear and <= MonitoringImport.LastYear ? ValidFrom.Value : MonitoringImport.FirstYear,
            new Dictionary<string, string> { [""] = words["свои числа"].Value },
            own,
            new Dictionary<string, CompiledFormula>()
        );
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
