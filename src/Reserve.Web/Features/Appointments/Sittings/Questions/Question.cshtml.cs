using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Conflicts;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Files;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>A question of the reserve: what is asked, the vote, the decision, and what the reader may do about it.</summary>
[Authorize(AppointmentsRegistration.Policy)]
[UploadLimit(64 * 1024 * 1024)]
internal sealed class QuestionModel(
    ReserveDb db,
    IMediator mediator,
    TaskQueries tasks,
    SittingCases sittingCases,
    Recusals recusals,
    CastBallots ballots,
    ReadyMatters ready,
    ConflictProposals proposals,
    CriteriaBook criteria,
    OpinionSheets sheets,
    OpinionRights rights,
    Caller caller,
    Words words
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public SittingQuestion Question { get; private set; } = null!;

    public string Municipality { get; private set; } = "";

    public IReadOnlyList<OpenTask> Tasks { get; private set; } = [];

    public IReadOnlyList<Recusal> Recused { get; private set; } = [];

    /// <summary>The item under which it stands or stood last.</summary>
    public AgendaItem? Item { get; private set; }

    /// <summary>That item's sitting; null when the reader does not see it.</summary>
    public CommissionMeeting? Meeting { get; private set; }

    public IReadOnlyList<CastBallot> Votes { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Text)> Meetings { get; private set; } = [];

    public bool IsAttestation => Question.Kind == QuestionKind.Attestation;

    public bool IsSecret => Item is { Ballot: BallotKind.Secret, VoteOpenedAt: not null };

    public bool IsRecused => Recused.Any(row => row.UserId == caller.UserId);

    public bool MayVote => Tasks.Any(task => task.Command == TaskCommands.NameOf<CastVote>() && task.Assignee == caller.UserId);

    public bool MayPutOnAgenda =>
        User.IsInRole(Roles.CommissionSecretary) && Tasks.Any(task => task.Command == TaskCommands.NameOf<PutOnAgenda>());

    public bool MayDeclareConflict =>
        (User.IsInRole(Roles.CommissionMember) || User.IsInRole(Roles.CommissionChair)) && !Question.IsClosed && !IsRecused;

    /// <summary>Conflicts of interest that are proposed: the reader's own to a member, all to the secretary and the chair.</summary>
    public IReadOnlyList<ProposedConflict> Proposed { get; private set; } = [];

    public ProposedConflict? MyProposed =>
        MayDeclareConflict ? Proposed.FirstOrDefault(row => row.User == caller.UserId && row.IsOpen) : null;

    public bool SeesProposed => !IsRecused && ConflictProposals.AreFor(User);

    /// <summary>Given by members of the commission before the vote.</summary>
    public IReadOnlyList<ExpertOpinion> Opinions { get; private set; } = [];

    /// <summary>Of each the text; not before the own one is given.</summary>
    public bool SeesOpinions => OpinionRights.Sees(Question.IsClosed, IsRecused, rights.Owes(Question, Opinions), caller);

    public bool MayGiveOpinion { get; private set; }

    /// <summary>By which the reader's opinion is marked; null when there are none.</summary>
    public CriteriaSet? Criteria { get; private set; }

    /// <summary>Marks and files of the opinions that the reader sees.</summary>
    public OpinionSheet Sheet { get; private set; } = OpinionSheet.Empty;

    private SittingQuestionId QuestionId => new(Id);

    [Reads("ViewQuestion", "Просмотр вопроса кадрового резерва")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAgendaAsync(Guid meeting, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(new PutOnAgenda(null, new CommissionMeetingId(meeting), QuestionId), cancellationToken),
            "Вопрос включён в повестку."
        );

    public async Task<IActionResult> OnPostVoteAsync(Choice choice, string? score, string? dissent, CancellationToken cancellationToken) =>
        Answer(
            await mediator.Send(new CastVote(null, choice, dissent, QuestionId, Percent.Read(score)), cancellationToken),
            "Голос принят."
        );

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
            await mediator.Send(new JudgeQuestion(QuestionId, verdict, text ?? "", given, files), cancellationToken),
            "Заключение принято."
        );
    }

    public async Task<IActionResult> OnPostConflictAsync(string? note, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DeclareConflict(null, note, QuestionId), cancellationToken), "Конфликт интересов записан.");

    public async Task<IActionResult> OnPostNoConflictAsync(string? note, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DenyConflict(null, note ?? "", QuestionId), cancellationToken), "Ответ записан: конфликта нет.");

    private RedirectResult Answer(IOutcome outcome, string done)
    {
        this.Tell(outcome, words, done);
        return Redirect($"/appointments/questions/{Id}");
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (
            await db.Set<SittingQuestion>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == QuestionId, cancellationToken)
            is not { } question
        )
            return false;
        Question = question;
        Municipality = await db.Set<Territory>()
            .Where(row => row.Path == question.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        Tasks = await tasks.OpenAbout(question.Subject, cancellationToken);
        Recused = await recusals.Of(question, cancellationToken);
        Item = await sittingCases.Of(question).AsNoTracking().OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        if (Item is { } item)
        {
            Meeting = await db.Set<CommissionMeeting>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == item.MeetingId, cancellationToken);
            // While it is voted nobody sees how; who has declared a conflict never does.
            if (item.State is ItemState.Closed && item.ReleasedFor is null && !IsRecused)
                Votes = await ballots.Of(item, cancellationToken);
        }

        Opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.QuestionId == QuestionId)
            .OrderBy(row => row.GivenAt)
            .ToListAsync(cancellationToken);
        Sheet = SeesOpinions ? await sheets.Of(Opinions, cancellationToken) : OpinionSheet.Empty;
        MayGiveOpinion = !IsRecused && rights.Owes(question, Opinions) && await SitsInJudgement(cancellationToken);
        if (MayGiveOpinion)
            Criteria = await criteria.For(question, cancellationToken);
        if (!question.IsClosed)
            Proposed = await proposals.For(question, User, cancellationToken);
        if (MayPutOnAgenda)
            Meetings = await ready.SittingsFor(question, cancellationToken);
        return true;
    }

    /// <summary>Whether the question stands on an agenda of the reader's commission and is not voted on yet.</summary>
    private async Task<bool> SitsInJudgement(CancellationToken cancellationToken) =>
        Item is { State: ItemState.Waiting or ItemState.Heard } item
        && await CommissionsAbove.Find(db, item.MeetingId, cancellationToken) is { } meeting
        && (await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken)).Exists(row => row.UserId == caller.UserId);
}
