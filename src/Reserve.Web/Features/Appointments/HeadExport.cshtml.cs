using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>The heads as filtered and sorted on the page, as a file.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class HeadExportModel(ReserveDb db, TimeShown shown, Words words) : PageModel
{
    private static readonly string[] Headings =
    [
        "Территория",
        "Фамилия, имя, отчество",
        "Должность",
        "Организация",
        "Первый день",
        "Последний день",
        "Номер акта",
        "Дата акта",
    ];

    [Reads("ExportHeads", "Выгрузка базы руководителей")]
    public async Task<IActionResult> OnGetAsync(string? format, CancellationToken cancellationToken)
    {
        var rows = await new HeadSelection(db, shown.Today).All(HeadFilter.Of(Request.Query), cancellationToken);
        var table = new TableData(
            words["Руководители"].Value,
            [.. Headings.Select(heading => new TableColumn(words[heading].Value, 24))],
            rows.Select(Cells)
        );
        var file = new MemoryStream();
        var isExcel = format == "xlsx";
        if (isExcel)
            XlsxTable.Write(table, file);
        else
            CsvTable.Write(table, file);
        file.Position = 0;
        return File(
            file,
            isExcel ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"heads-{shown.Today:yyyy-MM-dd}.{(isExcel ? "xlsx" : "csv")}")
        );
    }

    private static IReadOnlyList<TableCell> Cells(HeadRow row) =>
        [
            TableCell.Of(row.Territory),
            TableCell.Of(row.Person),
            TableCell.Of(row.Position),
            TableCell.Of(row.Organization.Length > 0 ? row.Organization : null),
            TableCell.Of(row.StartsOn),
            TableCell.Of(row.EndsOn),
            TableCell.Of(row.ActNumber),
            TableCell.Of(row.ActDate),
        ];
}
