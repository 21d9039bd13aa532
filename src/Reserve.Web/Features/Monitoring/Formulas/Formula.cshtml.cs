using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Web.Access;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>A formula: its text, the names it reads, its versions and its results.</summary>
[Authorize(MonitoringRegistration.FormulasPolicy)]
public sealed class FormulaModel(
    FormulaReader reader,
    FormulaSheets sheets,
    CompiledFormulas compiled,
    TerritoryMonitoring monitoring,
    IAuthorizationService authorization,
    IMediator mediator,
    Words words
) : FormulaPage(reader, sheets, compiled, monitoring)
{
    public sealed record Row(string Place, string Name, FormulaStanding Standing, FormulaValue Value);

    /// <summary>The version shown; the latest when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public int? V { get; set; }

    public bool MayEdit { get; private set; }

    /// <summary>Whether the shown version holds no more, so that it may be taken up again.</summary>
    public bool IsFormer => Shown?.SupersededAt is not null;

    public FormulaVersion? Shown { get; private set; }

    /// <summary>The shown version's names with their meaning; one that the catalogue no longer has is told so.</summary>
    public IReadOnlyList<FormulaName> Reads { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Whether anything that the formula reads is loaded for the chosen year.</summary>
    public bool Fed { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Find(cancellationToken))
            return NotFound();
        Look();
        return Page();
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancellationToken)
    {
        if (!await Find(cancellationToken) || Shown is not { } former)
            return NotFound();
        if (!MayEdit)
            return Forbid();
        var result = await mediator.Send(new PublishFormulaAgain(Target, former.Version), cancellationToken);
        if (!result.IsOk)
        {
            this.Show(result, words);
            Look();
            return Page();
        }

        this.Done(words["Опубликована версия {0}.", result.Value.Version].Value);
        return LocalRedirect(Target.Address);
    }

    /// <summary>False when there is no such formula, or no such version of it.</summary>
    private async Task<bool> Find(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return false;
        MayEdit = (await authorization.AuthorizeAsync(User, MonitoringRegistration.FormulaEditorPolicy)).Succeeded;
        Shown = V is null ? Formula.Latest : Formula.Versions.FirstOrDefault(version => version.Version == V);
        return V is null || Shown is not null;
    }

    /// <summary>What the shown version reads and gives.</summary>
    private void Look()
    {
        if (Shown is not { } shown)
            return;
        Reads =
        [
            .. shown.Reads.Select(read =>
                Formula.Names.FirstOrDefault(name => name.Name == read)
                ?? new(read, FormulaNameKind.Figure, "нет в перечне исходных данных", null, null)
            ),
        ];
        if (Sheet is not { } sheet)
            return;
        var formula = Compiled.Of(shown);
        Fed = sheet.Feeds(formula);
        var values = sheet.Places.ToDictionary(place => place.Key, place => sheet.Of(formula, place.Key));
        var standings = FormulaStandings.Of(
            values.ToDictionary(value => value.Key, value => value.Value.Value),
            shown.Direction,
            !Target.IsIndicator,
            Bands
        );
        Rows =
        [
            .. sheet
                .Places.Select(place => new Row(place.Key, place.Value, standings[place.Key], values[place.Key]))
                .OrderBy(row => row.Standing.Rank ?? int.MaxValue)
                .ThenBy(row => row.Name, StringComparer.CurrentCulture),
        ];
    }
}
