using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Candidates;

/// <summary>The list as filtered and sorted on the page, as a file; no insurance numbers or addresses.</summary>
[Authorize(CandidatesRegistration.Policy)]
public sealed class ExportModel(ReserveDb db, TimeShown shown, Words words) : PageModel
{
    private static readonly string[] Headings =
    [
        "Фамилия",
        "Имя",
        "Отчество",
        "Дата рождения",
        "Место работы",
        "Должность",
        "Территория",
        "Состояние",
        "Этап",
        "На этапе с",
        "Зона",
        "Балл",
    ];

    [Reads("ExportCandidates", "Выгрузка списка кандидатов")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var rows = await new CandidateSelection(db).All(CandidateFilter.Of(Request.Query), cancellationToken);
        var table = new TableData(
            words["Кандидаты"].Value,
            [.. Headings.Select(heading => new TableColumn(words[heading].Value))],
            rows.Select(Cells)
        );
        var file = new MemoryStream();
        CsvTable.Write(table, file);
        file.Position = 0;
        return File(
            file,
            "text/csv; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"candidates-{shown.Today:yyyy-MM-dd}.csv")
        );
    }

    private IReadOnlyList<TableCell> Cells(CandidateRow row) =>
        [
            TableCell.Of(row.LastName),
            TableCell.Of(row.FirstName),
            TableCell.Of(row.MiddleName),
            TableCell.Of(row.BirthDate),
            TableCell.Of(row.Workplace),
            TableCell.Of(row.Position),
            TableCell.Of(row.TerritoryName),
            TableCell.Of(words[row.ClosingReason is { } reason ? CandidateWords.Of(reason) : CandidateWords.Of(row.Status)].Value),
            TableCell.Of(words[CandidateWords.Of(row.Stage)].Value),
            TableCell.Of(shown.LocalDate(row.StageSince)),
            TableCell.Of(row.Zone is { } zone ? words[CandidateWords.Of(zone)].Value : null),
            TableCell.Of(row.Score),
        ];
}
