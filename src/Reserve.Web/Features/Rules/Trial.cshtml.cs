using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Rules;

/// <summary>What the draft would have decided on the data of today: who would change zone.</summary>
[Authorize(RulesRegistration.EditorPolicy)]
public sealed class TrialModel(ReserveDb db, RuleReader reader, RuleTrials trials, SubjectNames names, TimeShown shown, Words words)
    : PageModel
{
    public const int Size = 50;
    private const int Longest = 100_000;

    [BindProperty(SupportsGet = true)]
    public string Process { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "file")]
    public string FileName { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    /// <summary>Also cases that have ended: nothing becomes of them by a new rule, but it tells how it would have decided.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ended { get; set; }

    /// <summary>Also those that come out the same.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public RulePlace Place => new(Process, string.IsNullOrWhiteSpace(Territory) ? null : Territory, FileName);

    public ProcessDraftRow Draft { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public TrialResult Result { get; private set; } = null!;

    public IReadOnlyDictionary<Subject, SubjectName> Names { get; private set; } = new Dictionary<Subject, SubjectName>();

    public IReadOnlyDictionary<string, string> Territories { get; private set; } = new Dictionary<string, string>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        return await Load((Number - 1) * Size, Size, cancellationToken) ? Page() : NotFound();
    }

    /// <summary>The counts alone, for the question before publishing.</summary>
    public async Task<IActionResult> OnGetSummaryAsync(CancellationToken cancellationToken) =>
        await Load(0, 0, cancellationToken) ? Partial("/Features/Rules/_TrialSummary.cshtml", Result) : NotFound();

    [Reads("ExportRuleTrial", "Выгрузка пробы правила")]
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellationToken)
    {
        if (!await Load(0, Longest, cancellationToken))
            return NotFound();
        string[] headings = ["О ком", "Территория", "Решение", "Когда", "Было", "Стало", "Ошибка"];
        var file = new MemoryStream();
        XlsxTable.Write(
            new TableData(
                words["Кого затронет"].Value,
                [.. headings.Select(heading => new TableColumn(words[heading].Value, 24))],
                Result.Rows.Select(Cells)
            ),
            file
        );
        file.Position = 0;
        return File(
            file,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            string.Create(CultureInfo.InvariantCulture, $"{Place.File}-trial-{shown.Today:yyyy-MM-dd}.xlsx")
        );
    }

    private IReadOnlyList<TableCell> Cells(TrialRow row) =>
        [
            TableCell.Of(row.Subject is { } subject && Names.TryGetValue(subject, out var name) ? name.Text : null),
            TableCell.Of(Territories.GetValueOrDefault(row.Territory, row.Territory)),
            TableCell.Of(row.Decision),
            TableCell.Of(shown.LocalDate(row.At)),
            TableCell.Of(string.Join("\n", row.Differences().Select(entry => $"{entry.Name}: {entry.Was}"))),
            TableCell.Of(row.Problem is null ? string.Join("\n", row.Differences().Select(entry => $"{entry.Name}: {entry.Now}")) : null),
            TableCell.Of(row.Problem ?? row.Remarks),
        ];

    private async Task<bool> Load(int skip, int take, CancellationToken cancellationToken)
    {
        if (await reader.Draft(Place, cancellationToken) is not { } draft)
            return false;
        Draft = draft;
        Name = RuleSheet.Of(draft.Xml).Model is { Name.Length: > 0 } model ? model.Name : Place.File;
        Result = await trials.Run(Place, draft.Xml, Ended, All, skip, take, cancellationToken);
        var paths = Result.Rows.Select(row => row.Territory).Distinct().ToArray();
        Territories = await db.Set<Territory>()
            .Where(territory => paths.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        Names = await names.Of(Result.Rows.Select(row => row.Subject).OfType<Subject>(), cancellationToken);
        return true;
    }
}
