using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Persons;

/// <summary>Everybody whom the base knows, each once; also as a file, without numbers.</summary>
[Authorize(PersonsRegistration.Policy)]
public sealed class PeoplePageModel(ReserveDb db, IServiceProvider services, TimeShown shown, Words words) : PageModel
{
    public const int Size = 25;

    private static readonly string[] Headings = ["Фамилия, имя, отчество", "Дата рождения", "Территория", "Роли"];

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public PersonFilter Filter { get; private set; } = null!;

    public KeyPage<PersonRow> List { get; private set; } = KeyPage<PersonRow>.Empty;

    public int Total { get; private set; }

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Filter = PersonFilter.Of(Request.Query);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var people = Selection();
        Total = await people.Count(Filter, cancellationToken);
        List = await people.Page(Filter, Cursor.Of(After, Before), Size, cancellationToken);
    }

    [Reads("ExportPeople", "Выгрузка списка людей")]
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        var rows = await Selection().All(PersonFilter.Of(Request.Query), cancellationToken);
        var file = new MemoryStream();
        CsvTable.Write(
            new TableData(words["Люди"].Value, [.. Headings.Select(heading => new TableColumn(words[heading].Value))], rows.Select(Cells)),
            file
        );
        file.Position = 0;
        return File(file, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"people-{shown.Today:yyyy-MM-dd}.csv"));
    }

    private PersonSelection Selection() => new(db, services.GetServices<IPersonParts>(), shown.Today);

    private IReadOnlyList<TableCell> Cells(PersonRow row) =>
        [
            TableCell.Of(row.FullName),
            TableCell.Of(row.BirthDate),
            TableCell.Of(row.Territory),
            TableCell.Of(string.Join(", ", row.Roles.Select(role => words[PersonWords.Of(role)].Value))),
        ];
}
