using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Journal;

/// <summary>The filtered journal as a file for a spreadsheet.</summary>
[Authorize(JournalRegistration.Policy)]
public sealed class ExportModel(
    ReserveDb db,
    TimeShown shown,
    CommandNames commands,
    RefusalNames refusals,
    JournalChanges changes,
    Words words
) : PageModel
{
    private const int Most = 100_000;
    private static readonly string[] Headings =
    [
        "Когда",
        "Кто",
        "За кого",
        "Система",
        "Что",
        "О чём",
        "Территория",
        "Итог",
        "Отказ",
        "Адрес",
    ];

    [Reads("ExportJournal", "Выгрузка журнала")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var rows = await JournalFilter.Rows(JournalFilter.Of(Request.Query).Apply(db, shown).Take(Most), db).ToListAsync(cancellationToken);
        var absent = await changes.InPlaceOf(rows, cancellationToken);
        var table = new TableData(
            words["Журнал"].Value,
            [.. Headings.Select(name => new TableColumn(words[name].Value))],
            rows.Select(row => Cells(row, absent.GetValueOrDefault(row.Id)))
        );
        var file = new MemoryStream();
        CsvTable.Write(table, file);
        file.Position = 0;
        return File(file, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"journal-{shown.Today:yyyy-MM-dd}.csv"));
    }

    private IReadOnlyList<TableCell> Cells(JournalRow row, string? absent) =>
        [
            TableCell.Of(shown.Local(row.At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            TableCell.Of(row.UserName),
            TableCell.Of(absent),
            TableCell.Of(row.BySystem ? words["да"].Value : ""),
            TableCell.Of(words[commands.Of(row.Command)].Value),
            TableCell.Of(string.Join(' ', row.Subjects)),
            TableCell.Of(row.TerritoryName),
            TableCell.Of(words[row.Outcome == AuditOutcome.Done ? "выполнено" : "отказано"].Value),
            TableCell.Of(refusals.Of(row.Command, row.Refusal) is { } refusal ? words[refusal].Value : null),
            TableCell.Of(row.Address),
        ];
}
