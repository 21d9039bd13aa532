using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Papers.Signatures;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>A sitting: its agenda, and for the secretary everything with which it is run, from the agenda to the protocol.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class MeetingModel(
    ReserveDb db,
    IMediator mediator,
    IServiceProvider services,
    PaperArchive archive,
    TaskQueries tasks,
    TimeShown shown,
    Words words
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CommissionMeeting Meeting { get; private set; } = null!;

    public string Commission { get; private set; } = "";

    public IReadOnlyList<SittingItem> Agenda { get; private set; } = [];

    /// <summary>What waits for an agenda and could come on this one.</summary>
    public IReadOnlyList<ReadyMatter> Ready { get; private set; } = [];

    public IReadOnlyList<SittingMember> Members { get; private set; } = [];

    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    public IReadOnlyList<OpenTask> Tasks { get; private set; } = [];

    public IReadOnlyList<PaperSignature> Signatures { get; private set; } = [];

    /// <summary>The protocol is issued and waits for its signatures.</summary>
    public bool MaySign => MayRun && Tasks.Any(task => task.Command == TaskCommands.NameOf<SignProtocol>());

    /// <summary>What the secretary typed into the minutes when they could not be kept.</summary>
    public MinutesForm? Typed { get; private set; }

    /// <summary>What the commission is at.</summary>
    public SittingItem? Current => Agenda.FirstOrDefault(row => row.Item.State is ItemState.Heard or ItemState.Voting or ItemState.Voted);

    /// <summary>The items of which minutes are kept now.</summary>
    public IEnumerable<SittingItem> ToWrite =>
        Meeting.State == MeetingState.Held ? Agenda.Where(row => row.Item.HeardAt is not null) : Agenda.Where(row => row == Current);

    public bool MayRun => User.IsInRole(Roles.CommissionSecretary);

    public bool MayConfirm => User.IsInRole(Roles.CommissionChair) && Meeting is { DraftClosedAt: not null, ConfirmedAt: null };

    private CommissionMeetingId MeetingId => new(Id);

    public sealed class MinutesForm
    {
        public Guid Item { get; set; }

        public string? Heard { get; set; }

        public string? Spoken { get; set; }

        public string? Resolved { get; set; }

        public uint? Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    /// <summary>The protocol as it would be issued now.</summary>
    public async Task<IActionResult> OnGetDraftAsync(CancellationToken cancellationToken)
    {
        if (!MayRun && !User.IsInRole(Roles.CommissionChair))
            return Forbid();
        if (await Find(cancellationToken) is not { State: MeetingState.Open or MeetingState.Held } meeting)
            return NotFound();
        var draft = await services.GetRequiredService<SittingProtocol>().Draft(meeting, cancellationToken);
        return File(
            draft,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            $"{words["Проект протокола заседания № {0}", meeting.Number].Value}.docx"
        );
    }

    public async Task<IActionResult> OnPostPutAsync(Guid? about, Guid? question, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(
                new PutOnAgenda(
                    about is { } known ? new AppointmentCaseId(known) : null,
                    MeetingId,
                    question is { } asked ? new SittingQuestionId(asked) : null
                ),
                cancellationToken
            ),
            "Вопрос включён в повестку."
        );

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CloseAgenda(MeetingId), cancellationToken), "Повестка закрыта.");

    public async Task<IActionResult> OnPostOpenAsync(List<Guid> present, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new OpenSitting(MeetingId, present), cancellationToken), "Заседание открыто.");

    public async Task<IActionResult> OnPostHoldAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new HoldSitting(MeetingId), cancellationToken), "Заседание завершено.");

    public async Task<IActionResult> OnPostCancelAsync(string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CancelMeeting(MeetingId, reason ?? ""), cancellationToken), "Заседание отменено.");

    public async Task<IActionResult> OnPostPresenceAsync(Guid user, bool present, CancellationToken cancellationToken)
    {
        var marked = await mediator.Send(new MarkPresence(MeetingId, user, present), cancellationToken);
        // What was delivered twice, because the first answer was lost, is no conflict.
        if (IsDelivery && marked.Code == nameof(MeetingRefusal.SameState))
            return new OkObjectResult(new { });
        return IsDelivery ? Delivered(marked, new { }) : Answer(marked, "Присутствие отмечено.");
    }

    public async Task<IActionResult> OnPostHearAsync(Guid item, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new HearItem(new(item)), cancellationToken), "Комиссия перешла к вопросу.");

    public async Task<IActionResult> OnPostVoteAsync(Guid item, BallotKind ballot, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new OpenVote(new(item), ballot), cancellationToken), "Голосование открыто.");

    public async Task<IActionResult> OnPostHandAsync(
        Guid item,
        int round,
        Guid user,
        Choice choice,
        string? score,
        Guid? entry,
        CancellationToken cancellationToken
    )
    {
        var vote = new EnterVote(new(item), round, user, choice, entry ?? Guid.NewGuid(), Percent.Read(score));
        var entered = await mediator.Send(vote, cancellationToken);
        return IsDelivery ? Delivered(entered, new { }) : Answer(entered, "Голос внесён.");
    }

    public async Task<IActionResult> OnPostRepeatAsync(Guid item, string? reason, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(new RepeatVote(new(item), reason ?? ""), cancellationToken),
            "Голосование признано несостоявшимся, его можно открыть снова."
        );

    public async Task<IActionResult> OnPostReleaseAsync(Guid item, string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ReleaseItem(new(item), reason ?? ""), cancellationToken), "Вопрос снят с повестки.");

    public async Task<IActionResult> OnPostOrderAsync(Guid item, bool up, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new MoveItem(new(item), up), cancellationToken), "Порядок изменён.");

    public async Task<IActionResult> OnPostMinutesAsync(MinutesForm minutes, CancellationToken cancellationToken)
    {
        var kept = await mediator.Send(
            new KeepMinutes(new(minutes.Item), minutes.Heard, minutes.Spoken, minutes.Resolved, minutes.Version),
            cancellationToken
        );
        if (IsDelivery)
            return Delivered(kept, new { version = kept.IsOk ? kept.Value.Version : 0 });
        if (kept.IsOk)
            return Answer(kept, "Протокол записан.");
        // What was typed stays on the page, beside what stands in the base now.
        ModelState.AddModelError("", words[kept.Reason!].Value);
        Typed = minutes;
        ModelState.Remove("Version");
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostDraftedAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CloseProtocol(MeetingId), cancellationToken), "Проект протокола передан председателю.");

    public async Task<IActionResult> OnPostConfirmAsync(bool agreed, string? remarks, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(new ConfirmProtocol(MeetingId, agreed, remarks), cancellationToken),
            agreed ? "Протокол согласован." : "Проект протокола возвращён секретарю."
        );

    public async Task<IActionResult> OnPostSignAsync(
        SignatureKind kind,
        DateOnly? signedOn,
        List<IFormFile> files,
        CancellationToken cancellationToken
    )
    {
        var given = new List<SignedFile>();
        foreach (var file in files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            given.Add(new SignedFile(Path.GetFileName(file.FileName), content.ToArray()));
        }

        var signed = await mediator.Send(new SignProtocol(MeetingId, kind, signedOn ?? shown.Today, given), cancellationToken);
        return Answer(signed, "Подписи сохранены, решения переданы в дела.");
    }

    /// <summary>A file of a signature.</summary>
    public async Task<IActionResult> OnGetSignatureAsync(Guid signature, CancellationToken cancellationToken)
    {
        if (await Find(cancellationToken) is null)
            return NotFound();
        var key = new PaperSignatureId(signature);
        var found = await (
            from row in db.Set<PaperSignature>().AsNoTracking()
            join paper in db.Set<Paper>() on row.PaperId equals paper.Id
            where row.Id == key && paper.SubjectKind == PaperSubjectKind.Meeting && paper.SubjectId == Id
            select row
        ).SingleOrDefaultAsync(cancellationToken);
        return found is { Content: { } content } ? File(content, "application/octet-stream", found.FileName) : NotFound();
    }

    public async Task<IActionResult> OnPostMoveAsync(DateTime? at, string? place, CancellationToken cancellationToken) =>
        at is { } moment
            ? Answer(
                await mediator.Send(new RescheduleMeeting(MeetingId, shown.FromLocal(moment), place ?? ""), cancellationToken),
                "Заседание перенесено."
            )
            : Redirect($"/appointments/meetings/{Id}");

    /// <summary>The page delivers by itself what was written while it had no line.</summary>
    private bool IsDelivery => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private ObjectResult Delivered(IOutcome outcome, object answer) =>
        outcome.IsOk
            ? new OkObjectResult(answer)
            : new ObjectResult(new { problem = words[outcome.Reason!].Value }) { StatusCode = StatusCodes.Status409Conflict };

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await Find(cancellationToken) is not { } meeting)
            return false;
        Meeting = meeting;
        Commission = await db.Set<Territory>()
            .Where(row => row.Path == meeting.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var view = services.GetRequiredService<SittingView>();
        Agenda = await view.Agenda(meeting, cancellationToken);
        if (MayRun && meeting.State == MeetingState.Planned)
            Ready = await services.GetRequiredService<ReadyMatters>().For(meeting, cancellationToken);
        Members = await view.Members(meeting, Current, cancellationToken);
        Papers = await archive.Of(new PaperSubject(PaperSubjectKind.Meeting, Id), cancellationToken);
        Tasks = await tasks.OpenAbout(meeting.Subject, cancellationToken);
        var papers = Papers.Select(paper => paper.Id).ToList();
        Signatures = await db.Set<PaperSignature>()
            .AsNoTracking()
            .Where(row => papers.Contains(row.PaperId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        return true;
    }

    private Task<CommissionMeeting?> Find(CancellationToken cancellationToken) =>
        db.Set<CommissionMeeting>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == MeetingId, cancellationToken);

    private RedirectResult Answer(IOutcome outcome, string done)
    {
        this.Tell(outcome, words, done);
        return Redirect($"/appointments/meetings/{Id}");
    }
}
