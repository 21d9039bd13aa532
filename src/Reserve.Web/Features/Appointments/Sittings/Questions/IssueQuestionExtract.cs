using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>Issues the extract about one question from the signed protocol of its sitting; it lies with the candidate.</summary>
[Allow]
[Activity("Papers.IssueQuestionExtract", Title = "Подготовить выписку по вопросу")]
internal sealed record IssueQuestionExtract(SittingQuestionId Question) : IRequest<Result<QuestionExtract, QuestionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("sitting_questions", Question, nameof(Question));
}

internal sealed record QuestionExtract(IssuedPaper Extract);

internal sealed class IssueQuestionExtractHandler(QuestionSteps questions, SittingProtocol sittings, IMediator mediator)
    : IRequestHandler<IssueQuestionExtract, Result<QuestionExtract, QuestionRefusal>>
{
    public async Task<Result<QuestionExtract, QuestionRefusal>> Handle(IssueQuestionExtract request, CancellationToken cancellationToken)
    {
        if (await questions.Find(request.Question, cancellationToken) is not { } question)
            return QuestionRefusal.UnknownQuestion;
        if (await questions.Decided(question, cancellationToken) is not var (item, meeting))
            return QuestionRefusal.NotOnAgenda;
        if (await sittings.NumberOf(meeting, cancellationToken) is not { } number)
            return QuestionRefusal.NotOnAgenda;
        var (protocol, agenda) = await sittings.Of(meeting, cancellationToken);
        var own = agenda.ToList().FindIndex(row => row.Id == item.Id);
        var issued = await mediator.Send(
            new IssueExtractPaper(
                new PaperSubject(PaperSubjectKind.Candidate, question.CandidateId.Value),
                question.Territory,
                number,
                sittings.DayOf(meeting),
                SittingProtocol.ExtractOf(protocol, own)
            ),
            cancellationToken
        );
        return new QuestionExtract(issued.Value);
    }
}
