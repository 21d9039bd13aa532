using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>Writes down what the rule made of the votes on a question: that is the decision.</summary>
[Allow]
[Activity("Commission.RecordOutcome", Title = "Записать решение по вопросу")]
internal sealed record RecordOutcome(SittingQuestionId Question, QuestionOutcome Outcome) : IRequest<Result<Done, QuestionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("sitting_questions", Question, nameof(Question));
}

/// <param name="Passed">Whether the question is answered with yes.</param>
/// <param name="Text">The line of the rule about the votes.</param>
/// <param name="Percent">The result of an attestation.</param>
internal sealed record QuestionOutcome(bool Passed, string Text, decimal? Percent = null);

internal sealed class RecordOutcomeHandler(QuestionSteps questions, SittingCases sittingCases, Caller caller)
    : IRequestHandler<RecordOutcome, Result<Done, QuestionRefusal>>
{
    public async Task<Result<Done, QuestionRefusal>> Handle(RecordOutcome request, CancellationToken cancellationToken)
    {
        if (await questions.Find(request.Question, cancellationToken) is not { } question)
            return QuestionRefusal.UnknownQuestion;
        if (await sittingCases.Standing(question, cancellationToken) is not { } item)
            return QuestionRefusal.NotOnAgenda;
        question.Decide(request.Outcome.Passed, request.Outcome.Text, request.Outcome.Percent, caller.Stamp());
        item.Close(caller.Stamp());
        return new Done();
    }
}
