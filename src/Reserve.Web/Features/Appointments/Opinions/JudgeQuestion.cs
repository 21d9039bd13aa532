using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>A member of the commission gives an opinion on a question of the reserve that stands on its agenda, before the vote.</summary>
[Allow(Roles.CommissionMember)]
[Says("Дать заключение по вопросу резерва")]
internal sealed record JudgeQuestion(
    SittingQuestionId Question,
    Verdict Verdict,
    string Text,
    GivenMarks? Marks = null,
    IReadOnlyList<GivenFile>? Files = null
) : IRequest<Result<Done, OpinionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("sitting_questions", Question, nameof(Question));
}

internal sealed class JudgeQuestionValidator : AbstractValidator<JudgeQuestion>
{
    public JudgeQuestionValidator()
    {
        RuleFor(command => command.Verdict).IsVerdict();
        RuleFor(command => command.Text).IsGround();
    }
}

internal sealed class JudgeQuestionHandler(
    ReserveDb db,
    SittingCases sittingCases,
    Recusals recusals,
    Grants grants,
    OpinionWriter writer,
    Caller caller
) : IRequestHandler<JudgeQuestion, Result<Done, OpinionRefusal>>
{
    public async Task<Result<Done, OpinionRefusal>> Handle(JudgeQuestion request, CancellationToken cancellationToken)
    {
        if (await db.Set<SittingQuestion>().SingleOrDefaultAsync(row => row.Id == request.Question, cancellationToken) is not { } question)
            return new OpinionRefusal.UnknownCase();
        if (question.IsClosed)
            return new OpinionRefusal.Closed();
        if (await sittingCases.Standing(question, cancellationToken) is not { } item)
            return new OpinionRefusal.NotOnAgenda();
        if (item.State is not (ItemState.Waiting or ItemState.Heard))
            return new OpinionRefusal.VoteOpened();
        var user = caller.UserId!.Value;
        // The commission may sit above the member's scope.
        var meeting = await CommissionsAbove.Find(db, item.MeetingId, cancellationToken);
        var commission = meeting is null ? [] : await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        if (commission.Find(row => row.UserId == user) is not { } member)
            return new OpinionRefusal.NotOfTheCommission();
        if ((await recusals.Of(question, cancellationToken)).Exists(row => row.UserId == user))
            return new OpinionRefusal.AlreadyDeclared();
        if (await db.Set<ExpertOpinion>().AnyAsync(row => row.QuestionId == question.Id && row.ExpertUserId == user, cancellationToken))
            return new OpinionRefusal.AlreadyGiven();
        if (await grants.InCommission(meeting!.Territory, cancellationToken) is { } grant)
            caller.ActFor(grant);
        var opinion = ExpertOpinion.On(question, user, member.Name, caller.Stamp());
        opinion.Give(request.Verdict, request.Text.Trim(), null, caller.Stamp());
        db.Add(opinion);
        if (await writer.Write(opinion, question, request.Marks ?? GivenMarks.None, request.Files ?? [], cancellationToken) is { } refusal)
            return refusal;
        return await db.SavedFirst(cancellationToken) ? new Done() : new OpinionRefusal.AlreadyGiven();
    }
}
