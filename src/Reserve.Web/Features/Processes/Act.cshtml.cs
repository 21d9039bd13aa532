using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;

namespace Reserve.Web.Features.Processes;

/// <summary>What would happen to many cases; once ordered, how far it has come and what became of each.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class ActModel(BulkQueries bulk, CaseNames names, IMediator mediator, Words words) : PageModel
{
    /// <summary>Cases on one page.</summary>
    public const int Size = 200;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The cases that it shall be done to, where all stand on one page.</summary>
    [BindProperty]
    public List<Guid> Keep { get; set; } = [];

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public BulkActRow Act { get; private set; } = null!;

    public BulkKind Kind => BulkKinds.Parse(Act.Kind)!.Value;

    public bool IsOrdered => Act.OrderedAt is not null;

    /// <summary>What is said of a case that it may be done to, in Russian (the key of its translation).</summary>
    public string Planned => Kind == BulkKind.Migrate ? "выбрано" : BulkWords.StateOf("planned").Word;

    public (string Word, string Color) StateOf(BulkItemRow row) =>
        row.State == "planned" ? (Planned, "blue") : BulkWords.StateOf(row.State);

    /// <summary>Single cases may be left out where all of them are seen.</summary>
    public bool MayLeave => MayEdit && !IsOrdered && Kind != BulkKind.Migrate && Act.Cases <= Size;

    public IReadOnlyList<(BulkItemRow Row, string Name, IReadOnlyList<string> Lines)> Items { get; private set; } = [];

    /// <summary>Who may get the tasks.</summary>
    public IReadOnlyList<Person> People { get; private set; } = [];

    public string? PersonName { get; private set; }

    /// <summary>Of cases that are to be taken over: the versions, each for the wizard.</summary>
    public IReadOnlyList<BulkVersionRow> Versions { get; private set; } = [];

    [Reads("ViewBulkAct", "Просмотр действия над делами")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    [NeedsProof]
    public async Task<IActionResult> OnPostOrderAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (!await Load(cancellationToken))
            return NotFound();
        RunId[] leave = MayLeave ? [.. Items.Select(item => item.Row.RunId).Except(Keep).Select(run => new RunId(run))] : [];
        var ordered = await mediator.Send(new OrderBulkAct(new BulkActId(Id), Reason?.Trim() ?? "", leave), cancellationToken);
        if (ordered.IsOk)
            return RedirectToPage(new { Id });
        this.Show(ordered, words);
        return Page();
    }

    /// <summary>Looks at it again for another person.</summary>
    public async Task<IActionResult> OnPostPersonAsync(Guid? to, CancellationToken cancellationToken) =>
        !MayEdit ? Forbid()
        : await Load(cancellationToken) ? await Again(["planned", "impossible"], to, cancellationToken)
        : NotFound();

    /// <summary>Looks again at those that were refused.</summary>
    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancellationToken) =>
        !MayEdit ? Forbid()
        : await Load(cancellationToken) ? await Again(["refused"], Act.Person, cancellationToken)
        : NotFound();

    private async Task<IActionResult> Again(string[] states, Guid? to, CancellationToken cancellationToken)
    {
        var runs = await bulk.Runs(Id, states, cancellationToken);
        var planned = await mediator.Send(new PlanBulkAct(Kind, runs, to, Act.ElementId, Act.IsPartly), cancellationToken);
        if (planned.IsOk)
            return LocalRedirect($"/processes/acts/{planned.Value.Id.Value}");
        this.Tell(planned, words, "");
        return RedirectToPage(new { Id });
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await bulk.Find(Id, cancellationToken) is not { } act)
            return false;
        Act = act;
        Number = Math.Clamp(Number, 1, Math.Max(1, (act.Cases + Size - 1) / Size));
        var rows = await bulk.Items(Id, (Number - 1) * Size, Size, cancellationToken);
        var about = await names.Of(rows.Select(row => row.RunId), cancellationToken);
        Items = [.. rows.Select(row => (row, about[row.RunId].Text, BulkWords.Lines(row.Findings, words)))];
        if (act.Person is { } person)
            PersonName = await bulk.NameOf(person, cancellationToken);
        if (Kind == BulkKind.Reassign && !IsOrdered && MayEdit)
            People = await bulk.MayGet(act, cancellationToken);
        if (Kind == BulkKind.Migrate)
            Versions = await bulk.Versions(Id, cancellationToken);
        return true;
    }
}
