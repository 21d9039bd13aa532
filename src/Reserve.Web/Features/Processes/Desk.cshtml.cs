using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Documents.Tables;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;

namespace Reserve.Web.Features.Processes;

/// <summary>The cases of all processes: looked for, and dealt with many at once.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class DeskModel(DeskReader reader, BulkQueries bulk, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    public const int Size = 50;
    private const int MostActs = 5;

    private static readonly string[] Headings =
    [
        "Дело",
        "Процесс",
        "Версия",
        "Состояние",
        "Инцидентов",
        "Где стоит",
        "Территория",
        "Начато",
        "Кем начато",
        "Окончено",
    ];

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public DeskQuery Query { get; private set; } = null!;

    public DeskChoices Choices { get; private set; } = null!;

    public KeyPage<DeskLine> List { get; private set; } = KeyPage<DeskLine>.Empty;

    /// <summary>Null when each case had to be looked into.</summary>
    public int? Total { get; private set; }

    /// <summary>The latest acts on many cases.</summary>
    public IReadOnlyList<BulkActRow> Acts { get; private set; } = [];

    /// <summary>The address of a handler for what is found.</summary>
    public string AddressOf(string handler) =>
        QueryAddress.With(Request, ("handler", handler), ("after", null), ("before", null), ("page", null));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Query = DeskQuery.Of(Request.Query);
        var problems = new Dictionary<string, string>();
        (List, Total) = await reader.Page(Query, MayEdit, Cursor.Of(After, Before), Size, problems, cancellationToken);
        foreach (var (field, problem) in problems)
            ModelState.AddModelError(field, words[problem].Value);
        Choices = await reader.Choices(Query, cancellationToken);
        Acts = await bulk.Latest(MostActs, cancellationToken);
    }

    /// <summary>What is found, as a file: no more than one act takes.</summary>
    [Reads("ExportRuns", "Выгрузка дел процессов")]
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellationToken)
    {
        var query = DeskQuery.Of(Request.Query);
        if (await reader.Lines(query, MayEdit, PlanBulkAct.Most, cancellationToken) is not { } lines)
            return BadRequest();
        var table = new TableData(
            words["Дела процессов"].Value,
            [
                .. Headings.Select(heading => new TableColumn(words[heading].Value)),
                .. query.Variable is { } variable ? [new TableColumn(variable)] : Array.Empty<TableColumn>(),
            ],
            lines.Select(line => Cells(line, query.Variable is not null))
        );
        var file = new MemoryStream();
        CsvTable.Write(table, file);
        file.Position = 0;
        return File(file, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"cases-{shown.Today:yyyy-MM-dd}.csv"));
    }

    /// <summary>Looks at what would happen to the ticked cases, or to all that are found.</summary>
    public async Task<IActionResult> OnPostPlanAsync(Guid[]? run, bool all, string? act, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (BulkKinds.Parse(act) is not { } kind)
            return BadRequest();
        var query = DeskQuery.Of(Request.Query);
        var chosen = all
            ? await reader.All(query, MayEdit, PlanBulkAct.Most, cancellationToken)
            : new DeskChoice([.. (run ?? []).Select(id => new RunId(id))], IsPartly: false);
        var planned = await mediator.Send(
            new PlanBulkAct(kind, chosen?.Runs ?? [], null, kind == BulkKind.Reassign ? query.Element : null, chosen?.IsPartly ?? false),
            cancellationToken
        );
        if (planned.IsOk)
            return LocalRedirect($"/processes/acts/{planned.Value.Id.Value}");
        this.Tell(planned, words, "");
        return LocalRedirect(QueryAddress.With(Request, ("handler", null)));
    }

    private IReadOnlyList<TableCell> Cells(DeskLine line, bool withVariable) =>
        [
            TableCell.Of(line.Name.Text),
            TableCell.Of(line.Run.ProcessName),
            TableCell.Of(line.Run.ProcessVersion),
            TableCell.Of(words[line.IsSuspended ? "приостановлено" : ElementKinds.StatusOf(line.Run.Status).Word].Value),
            TableCell.Of(line.Run.Incidents),
            TableCell.Of(string.Join(", ", line.Stands)),
            TableCell.Of(line.TerritoryName),
            TableCell.Of(shown.Short(line.Run.StartedAt)),
            TableCell.Of(line.Run.StartedBy),
            TableCell.Of(line.Run.EndedAt is { } ended ? shown.Short(ended) : null),
            .. withVariable ? [TableCell.Of(line.Variable)] : Array.Empty<TableCell>(),
        ];
}
