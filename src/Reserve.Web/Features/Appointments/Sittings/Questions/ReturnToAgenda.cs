using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>No lawful vote came about: the question leaves this agenda and waits for another.</summary>
[Allow]
[Activity("Commission.ReturnToAgenda", Title = "Вернуть вопрос в повестку")]
internal sealed record ReturnToAgenda(SittingQuestionId Question, string Reason) : IRequest<Result<Done, QuestionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("sitting_questions", Question, nameof(Question));
}

internal sealed class ReturnToAgendaHandler(QuestionSteps questions, SittingCases sittingCases, Caller caller)
    : IRequestHandler<ReturnToAgenda, Result<Done, QuestionRefusal>>
{
    public async Task<Result<Done, QuestionRefusal>> Handle(ReturnToAgenda request, CancellationToken cancellationToken)
    {
        if (await questions.Find(request.Question, cancellationToken) is not { } question)
            return QuestionRefusal.UnknownQuestion;
        if (await sittingCases.Standing(question, cancellationToken) is { } item)
            item.Release(request.Reason, caller.Stamp());
        question.LeaveAgenda();
        return new Done();
    }
}
