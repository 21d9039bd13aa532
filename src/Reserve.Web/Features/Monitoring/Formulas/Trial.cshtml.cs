using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Documents.Tables;
using Reserve.Web.Access;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>The draft on loaded data: every territory before and after, before anything is published.</summary>
[Authorize(MonitoringRegistration.FormulasPolicy)]
public sealed class TrialModel(
    FormulaReader reader,
    FormulaSheets sheets,
    CompiledFormulas compiled,
    TerritoryMonitoring monitoring,
    IMediator mediator,
    Words words,
    IAuthorizationService authorization
) : FormulaPage(reader, sheets, compiled, monitoring)
{
    public const string OnlyChanged = "changed";
    public const string OnlyMoved = "moved";
    public const string OnlyEmpty = "empty";

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public bool MayPublish { get; private set; }

    public FormulaDraft Draft { get; private set; } = null!;

    public FormulaCheck Check { get; private set; } = null!;

    /// <summary>Null when the draft has errors, or nothing is loaded.</summary>
    public FormulaTrial? Trial { get; private set; }

    public IReadOnlyList<TrialRow> Rows { get; private set; } = [];

    /// <summary>The version that holds in the chosen year.</summary>
    public FormulaVersion? Present { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await Prepare(cancellationToken) ? Page() : NotFound();

    [Reads("ExportFormulaTrial", "Выгрузка пробы формулы")]
    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        if (!await Prepare(cancellationToken) || Chosen is not { } chosen)
            return NotFound();
        var table = new TableData(
            $"Проба {chosen.Period}",
            [
                new("Территория", 36),
                new("Значение было"),
                new("Значение стало"),
                new("Место было"),
                new("Место стало"),
                new("Уровень был", 18),
                new("Уровень стал", 18),
                new("Почему пусто", 40),
            ],
            Rows.Select(row =>
                (IReadOnlyList<TableCell>)
                    [
                        TableCell.Of(row.Name),
                        TableCell.Of(row.Before.Value),
                        TableCell.Of(row.After.Value),
                        TableCell.Of(row.Before.Rank),
                        TableCell.Of(row.After.Rank),
                        TableCell.Of(row.Before.Band?.Name),
                        TableCell.Of(row.After.Band?.Name),
                        TableCell.Of(FormulaWords.Why(row.Result)),
                    ]
            )
        );
        var name = $"formula-trial-{chosen.Region}-{chosen.Period}";
        if (format == "xlsx")
            return File(XlsxTable.ToBytes(table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx");
        using var output = new MemoryStream();
        CsvTable.Write(table, output);
        return File(output.ToArray(), "text/csv; charset=utf-8", name + ".csv");
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        if (!await Prepare(cancellationToken))
            return NotFound();
        var published = await mediator.Send(new PublishFormula(Target, rowVersion ?? 0), cancellationToken);
        if (!published.IsOk)
        {
            this.Show(published, words);
            return Page();
        }

        this.Done(words["Опубликована версия {0}.", published.Value.Version].Value);
        return LocalRedirect(Target.Address);
    }

    private async Task<bool> Prepare(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken) || Formula.Draft is not { } draft)
            return false;
        MayPublish = (await authorization.AuthorizeAsync(User, MonitoringRegistration.FormulaEditorPolicy)).Succeeded;
        Draft = draft;
        Check = FormulaCheck.Of(draft.Text, draft.Unit, Formula.Names);
        Present = Chosen is null ? null : Formula.In(Chosen.Period);
        Trial = Check.Expression is null ? null : Try(CompiledFormula.Of(Check.Expression), draft.Direction);
        Rows =
        [
            .. (Trial?.Rows ?? [])
                .Where(Matches)
                .OrderBy(row => row.After.Rank ?? int.MaxValue)
                .ThenBy(row => row.Name, StringComparer.CurrentCulture),
        ];
        return true;
    }

    private bool Matches(TrialRow row) =>
        (string.IsNullOrWhiteSpace(Q) || row.Name.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase))
        && Show switch
        {
            OnlyChanged => row.Changed,
            OnlyMoved => row.BandMoved,
            OnlyEmpty => row.Emptied,
            _ => true,
        };
}
