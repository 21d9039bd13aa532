using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Feel.Analysis;
using Reserve.Web.Commands;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What a formula being written gives at once.</summary>
/// <param name="Place">The sample territory; null when nothing is loaded.</param>
/// <param name="Sample">What the formula gives there; null when it cannot be computed at all.</param>
/// <param name="Values">The values of the names in scope there.</param>
/// <param name="Trial">All territories of the sample's year; null when there are errors or no data.</param>
public sealed record LiveResult(FormulaCheck Check, string? Place, FormulaValue? Sample, FormulaStanding? Standing, IReadOnlyList<(FormulaName Name, decimal? Value, bool IsRead)> Values, FormulaTrial? Trial, bool IsIndicator, string? Unit)
{
    public string ProblemsJson => JsonSerializer.Serialize(Check.Problems, JsonSerializerOptions.Web);
}

/// <summary>Writes the draft of a formula; with scripts the result follows each word, without them a button asks for it.</summary>
[Authorize(MonitoringRegistration.FormulaEditorPolicy)]
public sealed class EditModel(FormulaReader reader, FormulaSheets sheets, CompiledFormulas compiled, TerritoryMonitoring monitoring, IMediator mediator, Words words)
    : FormulaPage(reader, sheets, compiled, monitoring)
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

    public LiveResult Live { get; private set; } = null!;

    /// <summary>The built-in functions for the editor, as JSON.</summary>
    public static string FunctionsJson { get; } = JsonSerializer.Serialize(FeelCatalog.Functions, JsonSerializerOptions.Web);

    public string NamesJson => JsonSerializer.Serialize(Formula.Names.Select(name => new { name.Name, Detail = name.Unit, Info = name.Meaning }), JsonSerializerOptions.Web);

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

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
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

    private Task<Result<SavedFormula, FormulaRefusal>> Save(CancellationToken cancellationToken) => mediator.Send(
        new SaveFormulaDraft(Target, new(Text?.ReplaceLineEndings("\n") ?? "", Blank(Unit), Direction, ValidFrom ?? 0, Blank(Comment)), RowVersion), cancellationToken);

    private PageResult Again(IOutcome refused)
    {
        this.Show(refused, words);
        Look();
        return Page();
    }

    private void Look()
    {
        var text = Text?.ReplaceLineEndings("\n") ?? "";
        var check = FormulaCheck.Of(text, Unit, Formula.Names);
        var tried = check.Expression is null ? null : CompiledFormula.Of(check.Expression);
        if (Sheet is { } sheet && (Place is null || !sheet.Places.ContainsKey(Place)))
            Place = sheet.Places.OrderBy(place => place.Value, StringComparer.CurrentCulture).Select(place => place.Key).FirstOrDefault();
        var trial = tried is null ? null : Try(tried, Direction);
        var row = trial?.Rows.FirstOrDefault(row => row.Place == Place);
        Live = new(
            check, Place is null ? null : Sheet?.Places.GetValueOrDefault(Place), row?.Result, row?.After,
            [.. Formula.Names.Select(name => (name, Place is null ? null : Sheet?.Read(name.Name, Place), tried?.Reads.Contains(name.Name) == true))],
            trial, Target.IsIndicator, Unit);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
