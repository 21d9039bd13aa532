using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// The documents of a case beside one of them as it looks: what is asked for, what there is, what was said of each; and what follows from
/// that for the set.
/// </summary>
[Authorize(AppointmentsRegistration.Policy)]
[UploadLimit(64 * 1024 * 1024)]
internal sealed class DocumentsModel(
    ReserveDb db,
    IMediator mediator,
    TaskQueries tasks,
    CaseDocuments documents,
    DocumentRights rights,
    DocumentKinds kinds,
    Clamd clamd,
    Words words
) : PageModel
{
    /// <summary>A file of a letter that could not be taken.</summary>
    internal sealed record NotTaken(string Name, string Why, DateTimeOffset At);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The document that is looked at.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Document { get; set; }

    /// <summary>What is wrong with it.</summary>
    [BindProperty]
    public string? Defect { get; set; }

    /// <summary>What the applicant is told of the set, or tells of it.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>The kind that was shown on paper, or that the document is.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    /// <summary>Where and to whom it was shown.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public AppointmentCase Case { get; private set; } = null!;

    public string Municipality { get; private set; } = "";

    public SetOfDocuments Set { get; private set; } = null!;

    public CaseDocument? Selected { get; private set; }

    public IReadOnlyList<DocumentKind> Kinds { get; private set; } = [];

    public IReadOnlyList<NotTaken> LettersNotTaken { get; private set; } = [];

    public bool IsScanned => clamd.IsConfigured;

    public bool IsOpen => !Case.IsClosed && !Case.MaterialsLocked;

    public bool MayAdd => IsOpen && Is(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary);

    public bool MayJudge => IsOpen && Is(Roles.HrOfficer, Roles.CommissionSecretary);

    /// <summary>The check of the set is the reader's to end.</summary>
    public bool MayCheck { get; private set; }

    /// <summary>The corrected set is the reader's to send.</summary>
    public bool MayCorrect { get; private set; }

    [Reads("ViewCaseDocuments", "Просмотр документов дела")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        var files = await GivenFiles.Of(Request, "files", cancellationToken);
        var added = await mediator.Send(new AddDocuments(new AppointmentCaseId(Id), files), cancellationToken);
        if (!added.IsOk)
            return await Refused(added, cancellationToken);
        if (added.Value.Kept.Count > 0)
            this.Done(words["Добавлено: {0}.", words.Count(added.Value.Kept.Count, "документ|документа|документов")].Value);
        if (added.Value.Problems.Count > 0)
            this.Refused(added.Value.Said);
        return Back(added.Value.Kept is [var first, ..] ? first.Value : Document);
    }

    public async Task<IActionResult> OnPostKindAsync(CancellationToken cancellationToken)
    {
        var set = await mediator.Send(new SetDocumentKind(Chosen, Kind ?? ""), cancellationToken);
        if (!set.IsOk)
            return await Refused(set, cancellationToken);
        this.Done(words["Вид документа записан."].Value);
        return Back(Document);
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancellationToken)
    {
        var accepted = await mediator.Send(new AcceptDocument(Chosen), cancellationToken);
        return accepted.IsOk ? await Next("Документ принят.", cancellationToken) : await Refused(accepted, cancellationToken);
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken cancellationToken)
    {
        var returned = await mediator.Send(new ReturnDocument(Chosen, Defect ?? ""), cancellationToken);
        return returned.IsOk ? await Next("Замечание записано.", cancellationToken) : await Refused(returned, cancellationToken);
    }

    public async Task<IActionResult> OnPostPaperAsync(CancellationToken cancellationToken)
    {
        var shown = await mediator.Send(new ShowOnPaper(new AppointmentCaseId(Id), Kind ?? "", Reason ?? ""), cancellationToken);
        if (!shown.IsOk)
            return await Refused(shown, cancellationToken);
        this.Done(words["Отмечено: документ предъявлен на бумаге."].Value);
        return Back(Document);
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        var done = await mediator.Send(new CheckDocuments(new AppointmentCaseId(Id), Note), cancellationToken);
        if (!done.IsOk)
            return await Refused(done, cancellationToken);
        this.Done(words["Проверка комплекта завершена."].Value);
        return this.LeaveTo($"/appointments/case/{Id}");
    }

    public async Task<IActionResult> OnPostCorrectAsync(CancellationToken cancellationToken)
    {
        var done = await mediator.Send(new SubmitCorrection(new AppointmentCaseId(Id), Note ?? ""), cancellationToken);
        if (!done.IsOk)
            return await Refused(done, cancellationToken);
        this.Done(words["Комплект отправлен на повторную проверку."].Value);
        return this.LeaveTo($"/appointments/case/{Id}");
    }

    private CaseDocumentId Chosen => new(Document ?? Guid.Empty);

    private bool Is(params string[] roles) => roles.Any(User.IsInRole);

    private RedirectResult Back(Guid? document) =>
        Redirect($"/appointments/case/{Id}/documents{(document is { } one ? $"?document={one}" : "")}");

    /// <summary>On to what has not been judged yet.</summary>
    private async Task<IActionResult> Next(string done, CancellationToken cancellationToken)
    {
        this.Done(words[done].Value);
        return await Load(cancellationToken) ? Back(Set.Unjudged is [var next, ..] ? next.Id.Value : Document) : NotFound();
    }

    /// <summary>The page again, with what was typed.</summary>
    private async Task<IActionResult> Refused(IOutcome outcome, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        this.Show(outcome, words);
        return Page();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new AppointmentCaseId(Id);
        if (
            await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                is not { } appointment
            || !await rights.MayRead(id, cancellationToken)
        )
            return false;
        Case = appointment;
        Municipality = await db.Set<Territory>()
            .Where(row => row.Path == appointment.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var list = await kinds.Of(appointment, cancellationToken);
        Kinds = list.All;
        var all = await documents.Of(id, cancellationToken);
        Set = SetOfDocuments.Of(list, all);
        Selected = all.Find(document => document.Id.Value == Document);
        var open = await tasks.OpenAbout(appointment.Subject, cancellationToken);
        bool Awaits<TCommand>() => open.Any(task => task.Command == TaskCommands.NameOf<TCommand>());
        MayCheck = Is(Roles.HrOfficer) && Awaits<CheckDocuments>();
        MayCorrect = Is(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer) && Awaits<SubmitCorrection>();
        LettersNotTaken = await db
            .Database.SqlQuery<NotTaken>(
                $"""
                select f.name as "Name", f.refusal as "Why", l.received_at as "At"
                from letter_files f join incoming_letters l on l.id = f.letter_id
                where l.case_id = {Id} and f.refusal is not null order by l.received_at, f.id
                """
            )
            .ToListAsync(cancellationToken);
        return true;
    }
}
