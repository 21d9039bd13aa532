using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>
/// The secretary writes down the open vote of a member who is there and has raised a hand. Only while it is voted openly, once, and never
/// for whoever has voted already; the vote bears who wrote it, and the member is told.
/// </summary>
/// <param name="Item">On which item of the agenda.</param>
/// <param name="Round">In which vote on it: one that was declared void takes no more.</param>
/// <param name="Member">Whose vote.</param>
/// <param name="Choice">What.</param>
/// <param name="Entry">The same again is the same vote, delivered twice.</param>
/// <param name="Score">How the member judges the defence, in per cent; of an attestation only.</param>
[Allow(Roles.CommissionSecretary)]
[Says("Внести открытый голос члена комиссии")]
internal sealed record EnterVote(AgendaItemId Item, int Round, Guid Member, Choice Choice, Guid Entry, decimal? Score = null)
    : IRequest<Result<Done, EnterVoteRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal abstract record EnterVoteRefusal : IRefusal
{
    private EnterVoteRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownItem : EnterVoteRefusal
    {
        public override string Text => "Вопроса нет в повестке этого заседания.";
    }

    public sealed record NoSitting : EnterVoteRefusal
    {
        public override string Text => "Заседание не открыто: голос не учтён.";
    }

    public sealed record OtherRound : EnterVoteRefusal
    {
        public override string Text => "То голосование признано несостоявшимся: голос не учтён, в новом он подаётся снова.";
    }

    public sealed record Secret : EnterVoteRefusal
    {
        public override string Text => "Голосование тайное: каждый голосует сам.";
    }

    public sealed record VoteClosed : EnterVoteRefusal
    {
        public override string Text => "Голосование уже закончено: голос не учтён.";
    }

    public sealed record NotPresent : EnterVoteRefusal
    {
        public override string Text => "Член комиссии не отмечен присутствующим: голос не учтён.";
    }

    public sealed record Recused : EnterVoteRefusal
    {
        public override string Text => "Член комиссии заявил конфликт интересов и не голосует: голос не учтён.";
    }

    public sealed record VotedAlready : EnterVoteRefusal
    {
        public override string Text => "Член комиссии уже проголосовал сам: учтён его голос, а не внесённый.";
    }

    [Says("Голос этого члена комиссии уже внесён: учтён прежний.")]
    public sealed record EnteredAlready(string By, Choice Choice) : EnterVoteRefusal
    {
        public override string Text => $"Голос уже внесён ({By}: «{CaseWords.Of(Choice)}»): учтён он.";
    }

    public sealed record ScoreMissing : EnterVoteRefusal
    {
        public override string Text => "Нужна оценка защиты: от 0 до 100 процентов.";
    }

    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : EnterVoteRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class EnterVoteValidator : AbstractValidator<EnterVote>
{
    public EnterVoteValidator()
    {
        RuleFor(command => command.Choice).IsInEnum().WithMessage("Выберите: за, против или воздержался.");
        RuleFor(command => command.Entry).NotEmpty().WithMessage("Голос не узнан. Откройте страницу заново.");
        RuleFor(command => command.Score).IsScore();
    }
}

internal sealed class EnterVoteHandler(
    ReserveDb db,
    ProcessRuntime processes,
    SittingSteps steps,
    VoteBook book,
    Recusals recusals,
    IMediator mediator,
    Caller caller
) : IRequestHandler<EnterVote, Result<Done, EnterVoteRefusal>>
{
    public async Task<Result<Done, EnterVoteRefusal>> Handle(EnterVote request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, matter))
            return new EnterVoteRefusal.UnknownItem();
        if (await db.Set<Vote>().AnyAsync(row => row.AgendaItemId == item.Id && row.EntryId == request.Entry, cancellationToken))
            return new Done();
        if (meeting.State != MeetingState.Open)
            return new EnterVoteRefusal.NoSitting();
        if (item.Round != request.Round)
            return new EnterVoteRefusal.OtherRound();
        if (item is { Ballot: BallotKind.Secret, VoteOpenedAt: not null })
            return new EnterVoteRefusal.Secret();
        if (await book.Of(item, request.Member, cancellationToken) is { } vote)
            return Known(vote);
        if (item.State != ItemState.Voting)
            return new EnterVoteRefusal.VoteClosed();
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        if (commission.Find(row => row.UserId == request.Member) is not { } member || !meeting.PresentUserIds.Contains(request.Member))
            return new EnterVoteRefusal.NotPresent();
        if ((await recusals.Of(matter, cancellationToken)).Exists(row => row.UserId == request.Member))
            return new EnterVoteRefusal.Recused();
        if (matter is SittingQuestion { Kind: QuestionKind.Attestation } && request.Score is null)
            return new EnterVoteRefusal.ScoreMissing();
        var presiding = CommissionSeats.Presiding(commission, meeting.PresentUserIds);
        return await Write(request, meeting, item, matter, member, presiding, cancellationToken);
    }

    private async Task<Result<Done, EnterVoteRefusal>> Write(
        EnterVote request,
        CommissionMeeting meeting,
        AgendaItem item,
        IMatter matter,
        CommissionMember member,
        CommissionMember? presiding,
        CancellationToken cancellationToken
    )
    {
        var presides = presiding?.UserId == member.UserId;
        var entry = new VoteEntry(request.Entry, caller.DisplayName.Length > 0 ? caller.DisplayName : caller.Name);
        if (!await book.Write(item, member, presides, request.Choice, request.Score, null, entry, caller.Stamp(), cancellationToken))
            return new EnterVoteRefusal.VotedAlready();
        using (caller.AsSystem(Territory.RegionOf(matter.Territory)))
        {
            var completed = await processes.CompleteTask<CastVote>(
                matter.Subject,
                FeelContext.Of(("vote", SittingSteps.Ballot(request.Choice.ToString(), presides, request.Score))),
                member.UserId,
                cancellationToken
            );
            if (!completed.IsOk)
                return new EnterVoteRefusal.NotAwaited(completed.Reason!);
            await mediator.Send(
                new Notify(
                    matter.Territory,
                    $"Секретарь внёс ваш открытый голос («{CaseWords.Of(request.Choice)}») по вопросу {item.Position} заседания "
                        + $"№ {meeting.Number}. Если это не так, скажите секретарю до решения.",
                    Assignees: [member.UserId],
                    Page: MatterWords.Of(matter).Href
                ),
                cancellationToken
            );
        }

        await steps.CloseVote(item, matter, cancellationToken);
        return new Done();
    }

    private static EnterVoteRefusal Known(Vote vote) =>
        vote.EnteredBy is { } by ? new EnterVoteRefusal.EnteredAlready(by, vote.Choice) : new EnterVoteRefusal.VotedAlready();
}
