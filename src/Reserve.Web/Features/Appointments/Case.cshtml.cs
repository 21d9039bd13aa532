using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Conflicts;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>One case: the request, opinions, votes, decisions, and what the reader may do about it now.</summary>
[Authorize(AppointmentsRegistration.Policy)]
[UploadLimit(64 * 1024 * 1024)]
internal sealed class CaseModel(
    ReserveDb db,
    IMediator mediator,
    ProcessQueries processes,
    TaskQueries tasks,
    PaperArchive archive,
    PersonSearch people,
    Grants grants,
    ExpertChoice choice,
    ReadyMatters ready,
    ConflictProposals proposals,
    CommissionChoice commissions,
    DocumentRights documentRights,
    CriteriaBook criteria,
    OpinionSheets sheets,
    CaseStory story,
    Caller caller,
    Words words
) : PageModel
{
    public sealed record Choosable(Guid Id, string Text);

    /// <summary>What is awaited, from whom, till when; where the reader may do it, where.</summary>
    public sealed record AwaitedStep(string Title, string Who, DateTimeOffset? DueAt, string? Href, TaskDeadline? Counted);

    private const string DrawingTab = "drawing";
    private string? drawing;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Which side of the case is shown; the address says it, so that it can be sent to somebody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    public bool ShowsDrawing => Tab == DrawingTab && Place is not null;

    public Timeline Story { get; private set; } = new([], []);

    public IReadOnlyList<AwaitedStep> Awaited { get; private set; } = [];

    public AppointmentCase Case { get; private set; } = null!;

    public string Municipality { get; private set; } = "";

    public IReadOnlyList<ExpertOpinion> Opinions { get; private set; } = [];

    public IReadOnlyList<ConflictOfInterest> Conflicts { get; private set; } = [];

    public IReadOnlyList<Vote> Votes { get; private set; } = [];

    public IReadOnlyDictionary<VoteId, string> Dissents { get; private set; } = new Dictionary<VoteId, string>();

    public IReadOnlyList<Decision> Decisions { get; private set; } = [];

    public IReadOnlyList<OpenTask> Tasks { get; private set; } = [];

    public RunPlace? Place { get; private set; }

    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    /// <summary>The sitting whose agenda the case stands on, or stood on last; null when the reader does not see it.</summary>
    public CommissionMeetingId? Sitting { get; private set; }

    public IReadOnlyList<Choosable> Meetings { get; private set; } = [];

    public IReadOnlyList<Choosable> Experts { get; private set; } = [];

    public Guid? Reader => caller.UserId;

    private AppointmentCaseId CaseId => new(Id);

    public bool MayGiveOpinion => !IsRecused && (Mine<GiveOpinion>() || OpinionFor is not null);

    /// <summary>In whose seat the reader owes an opinion, where it is not the own one.</summary>
    public Grant? OpinionFor { get; private set; }

    public bool MayVote => Mine<CastVote>();

    public bool MayDeclareConflict =>
        (User.IsInRole(Roles.CommissionMember) || User.IsInRole(Roles.CommissionChair))
        && !Case.IsClosed
        && Case.State != CaseState.Approved
        && !IsRecused;

    /// <summary>Which commission hears the case, by the rule of its process.</summary>
    public ChosenCommission? Commission { get; private set; }

    /// <summary>Conflicts of interest that are proposed: the reader's own to a member, all to the secretary and the chair.</summary>
    public IReadOnlyList<ProposedConflict> Proposed { get; private set; } = [];

    public ProposedConflict? MyProposed =>
        MayDeclareConflict ? Proposed.FirstOrDefault(row => row.User == caller.UserId && row.IsOpen) : null;

    public bool SeesProposed => !IsRecused && ConflictProposals.AreFor(User);

    public bool MayPutOnAgenda => User.IsInRole(Roles.CommissionSecretary) && Awaits<PutOnAgenda>();

    public bool MayChooseExperts => User.IsInRole(Roles.CommissionSecretary) && Awaits<ChooseExperts>();

    public bool MayWithdraw =>
        !Case.IsClosed
        && (User.IsInRole(Roles.RegionalAuthority) || User.IsInRole(Roles.MunicipalAuthority) || User.IsInRole(Roles.HrOfficer));

    /// <summary>Who has declared a conflict sees neither opinions nor votes nor papers of the case, not even afterwards.</summary>
    public bool IsRecused => Conflicts.Any(row => row.UserId == caller.UserId);

    /// <summary>Who is asked for an opinion sees those of others once the own one is given.</summary>
    public bool OwesOpinion => OpinionFor is not null || Opinions.Any(row => row.ExpertUserId == caller.UserId && row.GivenAt is null);

    /// <summary>While it is voted nobody sees how.</summary>
    public bool IsVoting => Awaits<CastVote>();

    public int VotesGiven { get; private set; }

    /// <summary>Of how many votes that are awaited.</summary>
    public int VotesAwaited => VotesGiven + Tasks.Count(task => task.Command == TaskCommands.NameOf<CastVote>());

    /// <summary>The texts of opinions are the commission's until the decision.</summary>
    public bool SeesOpinions => OpinionRights.Sees(OpinionRights.IsDecided(Case), IsRecused, OwesOpinion, caller);

    /// <summary>By which the reader's opinion is marked; null when there are none.</summary>
    public CriteriaSet? Criteria { get; private set; }

    /// <summary>Marks and files of the opinions that the reader sees.</summary>
    public OpinionSheet Sheet { get; private set; } = OpinionSheet.Empty;

    public bool SeesVotes => SeesOpinions && !IsVoting;

    /// <summary>The item of the agenda on which the case stands, or stood last.</summary>
    public AgendaItem? Item { get; private set; }

    public bool IsSecret => Item is { Ballot: BallotKind.Secret, VoteOpenedAt: not null };

    /// <summary>How a secret vote ended, without names.</summary>
    public IReadOnlyList<Choice> Ballots { get; private set; } = [];

    /// <summary>The refused or withdrawn case that this one answers.</summary>
    public FormerCase? Former { get; private set; }

    /// <summary>The cases that answer this one: its number and whether it is a complaint.</summary>
    public IReadOnlyList<AppointmentCase> Answers { get; private set; } = [];

    private bool MaySubmit =>
        User.IsInRole(Roles.RegionalAuthority)
        || User.IsInRole(Roles.MunicipalAuthority)
        || User.IsInRole(Roles.HrOfficer)
        || User.IsInRole(Roles.CommissionSecretary);

    /// <summary>A refused or withdrawn case may be submitted anew, as long as no answer to it is open.</summary>
    public bool MaySubmitAgain =>
        MaySubmit && Case.State is (CaseState.Refused or CaseState.Withdrawn) && Answers.All(answer => answer.IsClosed);

    /// <summary>Whether the documents of the case are the reader's to see, and all its materials together.</summary>
    public bool ReadsDocuments { get; private set; }

    public bool ReadsPack { get; private set; }

    public int DocumentCount { get; private set; }

    public bool MayEnterAct => User.IsInRole(Roles.RegionalAuthority) && Awaits<EnterAct>();

    /// <summary>Nobody in the region's base bears the name.</summary>
    public bool IsOutsider { get; private set; }

    /// <summary>Whom of the base an outsider may be after all.</summary>
    public IReadOnlyList<KnownPerson> Likely { get; private set; } = [];

    [Reads("ViewCase", "Просмотр дела")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    /// <summary>The drawing of the version on which this case runs.</summary>
    public async Task<IActionResult> OnGetDrawingAsync(CancellationToken cancellationToken)
    {
        if (await processes.RunOf(new Subject(AppointmentCase.SubjectType, Id.ToString()), cancellationToken) is not { } run)
            return NotFound();
        drawing = await processes.Xml(new DefinitionId(run.DefinitionId), cancellationToken);
        return drawing is null ? NotFound() : Content(drawing, "application/xml");
    }

    public async Task<IActionResult> OnPostOpinionAsync(
        Verdict verdict,
        string? text,
        Guid? set,
        Dictionary<string, int?> marks,
        CancellationToken cancellationToken
    )
    {
        var given = GivenMarks.By(set, marks);
        var files = await GivenFiles.Of(Request, "files", cancellationToken);
        return Answer(
            await mediator.Send(new GiveOpinion(CaseId, verdict, text ?? "", given, files), cancellationToken),
            "Заключение принято."
        );
    }

    public async Task<IActionResult> OnPostConflictAsync(string? note, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DeclareConflict(CaseId, note), cancellationToken), "Конфликт интересов записан.");

    public async Task<IActionResult> OnPostNoConflictAsync(string? note, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DenyConflict(CaseId, note ?? ""), cancellationToken), "Ответ записан: конфликта нет.");

    public async Task<IActionResult> OnPostExpertsAsync(List<Guid> experts, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ChooseExperts(CaseId, experts), cancellationToken), "Эксперты назначены.");

    public async Task<IActionResult> OnPostAgendaAsync(Guid meeting, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(new PutOnAgenda(CaseId, new CommissionMeetingId(meeting)), cancellationToken),
            "Дело включено в повестку."
        );

    public async Task<IActionResult> OnPostVoteAsync(Choice choice, string? dissent, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CastVote(CaseId, choice, dissent), cancellationToken), "Голос принят.");

    public async Task<IActionResult> OnPostWithdrawAsync(string? note, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new WithdrawRequest(CaseId, note ?? ""), cancellationToken), "Запрос отозван.");

    private RedirectResult Answer(IOutcome outcome, string done)
    {
        this.Tell(outcome, words, done);
        return Redirect($"/appointments/case/{Id}");
    }

    private bool Awaits<TCommand>() => Tasks.Any(task => task.Command == TaskCommands.NameOf<TCommand>());

    private bool Mine<TCommand>() => Tasks.Any(task => task.Command == TaskCommands.NameOf<TCommand>() && task.Assignee == caller.UserId);

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (
            await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == CaseId, cancellationToken)
            is not { } appointment
        )
            return false;
        Case = appointment;
        Municipality = await db.Set<Territory>()
            .Where(row => row.Path == appointment.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        Opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId)
            .OrderBy(row => row.AskedAt)
            .ThenBy(row => row.ExpertName)
            .ToListAsync(cancellationToken);
        Conflicts = await db.Set<ConflictOfInterest>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId)
            .OrderBy(row => row.DeclaredAt)
            .ToListAsync(cancellationToken);
        Votes = await db.Set<Vote>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId && !row.Superseded)
            .OrderBy(row => row.CastAt)
            .ToListAsync(cancellationToken);
        Dissents = await db.Set<DissentingOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId)
            .ToDictionaryAsync(row => row.VoteId, row => row.Text, cancellationToken);
        Decisions = await db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId)
            .OrderBy(row => row.DecidedAt)
            .ToListAsync(cancellationToken);
        Tasks = await tasks.OpenAbout(appointment.Subject, cancellationToken);
        if (Opinions.All(row => row.ExpertUserId != caller.UserId))
        {
            OpinionFor = (await grants.Mine(cancellationToken)).FirstOrDefault(grant =>
                grant.Seat is not null
                && Tasks.Any(task =>
                    task.Command == TaskCommands.NameOf<GiveOpinion>() && grant.IsFor(task.Role, appointment.Territory, task.Assignee)
                )
            );
        }

        if (!IsRecused)
            Papers = await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, Id), cancellationToken);
        ReadsDocuments = await documentRights.MayRead(CaseId, cancellationToken);
        ReadsPack = await documentRights.MayReadPack(CaseId, cancellationToken);
        DocumentCount = await db.Set<CaseDocument>().CountAsync(row => row.CaseId == CaseId && row.SupersededBy == null, cancellationToken);
        Item = await db.Set<AgendaItem>()
            .AsNoTracking()
            .Where(row => row.CaseId == CaseId)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        Sitting = Item is { } item
            ? await db.Set<CommissionMeeting>()
                .Where(row => row.Id == item.MeetingId)
                .Select(row => (CommissionMeetingId?)row.Id)
                .FirstOrDefaultAsync(cancellationToken)
            : null;
        Votes = [.. Votes.Where(vote => Item is null || vote.AgendaItemId != Item.Id || vote.Round == Item.Round)];
        VotesGiven = Votes.Count;
        if (IsSecret)
        {
            var boxes = db.Set<BallotBox>().Where(row => row.AgendaItemId == Item!.Id && row.Round == Item.Round).Select(row => row.Id);
            VotesGiven = await db.Set<SealedBallot>().CountAsync(row => boxes.Contains(row.BoxId), cancellationToken);
            Ballots = await db.Set<OpenedBallot>()
                .Where(row => boxes.Contains(row.BoxId))
                .Select(row => row.Choice)
                .ToListAsync(cancellationToken);
        }

        if (appointment.CandidateId is null)
        {
            var region = Territory.RegionOf(appointment.Territory);
            IsOutsider = await people.IsOutsider(appointment, region, cancellationToken);
            if (IsOutsider)
            {
                Likely =
                [
                    .. (await people.Like(appointment.PersonName, region, cancellationToken)).Where(person =>
                        person.PersonId is null || person.PersonId != appointment.PersonId
                    ),
                ];
            }
        }

        Commission = await commissions.Of(appointment, cancellationToken);
        if (!appointment.IsClosed)
            Proposed = await proposals.For(appointment, User, cancellationToken);
        Former = appointment.FormerId is { } former ? await FormerCase.Find(db, former, cancellationToken) : null;
        Answers = await db.Set<AppointmentCase>()
            .AsNoTracking()
            .Where(row => row.FormerId == CaseId)
            .OrderBy(row => row.Serial)
            .ToListAsync(cancellationToken);
        if (await processes.RunOf(appointment.Subject, cancellationToken) is { } run)
            Place = await processes.Where(new RunId(run.Id), cancellationToken);
        if (MayPutOnAgenda)
        {
            Meetings = [.. (await ready.SittingsFor(appointment, cancellationToken)).Select(row => new Choosable(row.Id, row.Text))];
        }

        if (MayChooseExperts)
        {
            var judges = await choice.Judges(appointment, cancellationToken);
            Experts =
            [
                .. (await choice.Free(appointment, judges, cancellationToken))
                    .OrderBy(judge => judge.Name, StringComparer.CurrentCulture)
                    .Select(judge => new Choosable(judge.UserId, judge.Name)),
            ];
        }

        if (MayGiveOpinion)
            Criteria = await criteria.For(appointment, cancellationToken);
        Sheet = await sheets.Of(
            Opinions.Where(opinion => SeesOpinions || (!IsRecused && opinion.Author == caller.UserId)),
            cancellationToken
        );
        Awaited = [.. Tasks.Select(Step)];
        Story = await story.Of(this, cancellationToken);
        return true;
    }

    private AwaitedStep Step(OpenTask task)
    {
        var href = task.Form is not null && TaskRights.LeadsTo(task, caller) ? $"/tasks/{task.RunId}/{task.WaitId}" : null;
        return new AwaitedStep(task.Title, task.Doer(role => words[role].Value), task.DueAt, href, task.Counted);
    }
}
