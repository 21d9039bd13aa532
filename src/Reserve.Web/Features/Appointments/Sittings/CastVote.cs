using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>A member votes in person at the open sitting; a dissenting opinion may go with an open vote.</summary>
/// <param name="Case">On which case.</param>
/// <param name="Choice">What.</param>
/// <param name="Dissent">What is to stand in the protocol beside the decision.</param>
/// <param name="Question">On which question of the reserve, where it is no case.</param>
/// <param name="Score">How the member judges the defence, in per cent; of an attestation only.</param>
[CompletesTask("Commission.CastVote", Gives = ["vote"], Otherwise = "никто не сможет голосовать")]
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
[Says("Проголосовать")]
internal sealed record CastVote(
    AppointmentCaseId? Case,
    Choice Choice,
    string? Dissent,
    SittingQuestionId? Question = null,
    decimal? Score = null
) : IRequest<Result<Done, CastVoteRefusal>>, IPlaced
{
    Area IPlaced.Area => MatterFinder.AreaOf(Case, Question);
}

internal abstract record CastVoteRefusal : IRefusal
{
    private CastVoteRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : CastVoteRefusal
    {
        public override string Text => "Вопрос не найден.";
    }

    public sealed record NoSitting : CastVoteRefusal
    {
        public override string Text => "По этому вопросу сейчас не голосуют.";
    }

    public sealed record NotPresent : CastVoteRefusal
    {
        public override string Text => "Голосуют только присутствующие члены комиссии.";
    }

    public sealed record Conflict : CastVoteRefusal
    {
        public override string Text => "Вы заявили конфликт интересов по этому вопросу и не голосуете.";
    }

    public sealed record AlreadyVoted : CastVoteRefusal
    {
        public override string Text => "Вы уже проголосовали по этому вопросу.";
    }

    public sealed record EnteredBySecretary : CastVoteRefusal
    {
        public override string Text => "Ваш голос по этому вопросу уже внёс секретарь. Если внесён не тот, скажите ему.";
    }

    public sealed record ScoreMissing : CastVoteRefusal
    {
        public override string Text => "Оцените защиту: от 0 до 100 процентов.";
    }

    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : CastVoteRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class CastVoteValidator : AbstractValidator<CastVote>
{
    public CastVoteValidator()
    {
        RuleFor(command => command.Choice).IsInEnum().WithMessage("Выберите: за, против или воздержался.");
        RuleFor(command => command.Score).IsScore();
        RuleFor(command => command.Dissent).MaximumLength(8000).WithMessage("Особое мнение длиннее 8000 знаков.");
    }
}

internal sealed class CastVoteHandler(
    ReserveDb db,
    ProcessRuntime processes,
    SittingSteps steps,
    BallotBoxes boxes,
    VoteBook book,
    MatterFinder matters,
    SittingCases sittingCases,
    Recusals recusals,
    Grants grants,
    Caller caller
) : IRequestHandler<CastVote, Result<Done, CastVoteRefusal>>
{
    public async Task<Result<Done, CastVoteRefusal>> Handle(CastVote request, CancellationToken cancellationToken)
    {
        if (await matters.Find(request.Case, request.Question, cancellationToken) is not { } matter)
            return new CastVoteRefusal.UnknownCase();
        var user = caller.UserId!.Value;
        var item = await sittingCases.Standing(matter, cancellationToken);
        // The commission may sit above the member's scope.
        var meeting = item is null ? null : await CommissionsAbove.Find(db, item.MeetingId, cancellationToken);
        var commission = meeting is null ? [] : await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        var member = commission.Find(row => row.UserId == user);
        if (item is null || meeting is not { State: MeetingState.Open })
            return new CastVoteRefusal.NoSitting();
        if (member is null || !meeting.PresentUserIds.Contains(user))
            return new CastVoteRefusal.NotPresent();
        if ((await recusals.Of(matter, cancellationToken)).Exists(row => row.UserId == user))
            return new CastVoteRefusal.Conflict();
        if (matter is SittingQuestion { Kind: QuestionKind.Attestation } && request.Score is null)
            return new CastVoteRefusal.ScoreMissing();
        // Who sits in the seat of somebody absent votes in that one's place, and the journal says so.
        if (await grants.InCommission(meeting.Territory, cancellationToken) is { } grant)
            caller.ActFor(grant);
        // With equal votes that of whoever presides decides.
        var presides = CommissionSeats.Presiding(commission, meeting.PresentUserIds)?.UserId == user;
        var given =
            item.Ballot == BallotKind.Secret
                ? await Seal(request, item, member, cancellationToken)
                : await Write(request, item, member, presides, cancellationToken);
        if (given is not { } choice)
            return item.Ballot == BallotKind.Open && await book.Of(item, user, cancellationToken) is { EnteredBy: not null }
                ? new CastVoteRefusal.EnteredBySecretary()
                : new CastVoteRefusal.AlreadyVoted();
        // What was judged by secret ballot comes to the process with the opened ballots.
        var score = item.Ballot == BallotKind.Open ? request.Score : null;
        var completed = await processes.CompleteTask<CastVote>(
            matter.Subject,
            FeelContext.Of(("vote", SittingSteps.Ballot(choice, presides, score))),
            user,
            cancellationToken
        );
        if (!completed.IsOk)
            return new CastVoteRefusal.NotAwaited(completed.Reason!);
        await steps.CloseVote(item, matter, cancellationToken);
        return new Done();
    }

    /// <returns>What the process is told; null when the member has voted already.</returns>
    private async Task<string?> Write(
        CastVote request,
        AgendaItem item,
        CommissionMember member,
        bool presides,
        CancellationToken cancellationToken
    ) =>
        await book.Write(item, member, presides, request.Choice, request.Score, request.Dissent, null, caller.Stamp(), cancellationToken)
            ? request.Choice.ToString()
            : null;

    /// <summary>Only that the member has voted is known from now on: neither the base nor the process ever learns what.</summary>
    private async Task<string?> Seal(CastVote request, AgendaItem item, CommissionMember member, CancellationToken cancellationToken)
    {
        if (await boxes.Of(item, cancellationToken) is not { VoidAt: null, OpenedAt: null } box)
            return null;
        if (await db.Set<SealedBallot>().AnyAsync(row => row.BoxId == box.Id && row.MemberUserId == member.UserId, cancellationToken))
            return null;
        db.Add(
            new SealedBallot
            {
                BoxId = box.Id,
                Territory = box.Territory,
                MemberUserId = member.UserId,
                SeatId = member.Id,
                MemberName = member.Name,
                Sealed = BallotKeys.Seal(box.PublicKey, request.Choice, request.Score),
            }
        );
        return await db.SavedFirst(cancellationToken) ? "Sealed" : null;
    }
}
