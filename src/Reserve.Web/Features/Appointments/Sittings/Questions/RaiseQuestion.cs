using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>
/// The candidate's cycle asks the commission: the question gets a process of its own, which tells the cycle when a sitting has decided it.
/// </summary>
[Allow]
[Activity("Commission.RaiseQuestion", Title = "Внести вопрос на заседание")]
internal sealed record RaiseQuestion(CandidateId Candidate, QuestionKind Kind, decimal? TestScore = null, string? Note = null)
    : IRequest<Result<QuestionRaised, QuestionRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record QuestionRaised(SittingQuestionId Question);

internal sealed class RaiseQuestionHandler(ReserveDb db, ProcessRuntime processes, Caller caller)
    : IRequestHandler<RaiseQuestion, Result<QuestionRaised, QuestionRefusal>>
{
    private const string Process = "commission-question";

    public async Task<Result<QuestionRaised, QuestionRefusal>> Handle(RaiseQuestion request, CancellationToken cancellationToken)
    {
        if (await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken) is not { } candidate)
            return QuestionRefusal.UnknownCandidate;
        if (request.Kind == QuestionKind.Attestation && request.TestScore is not (>= 0 and <= 100))
            return QuestionRefusal.TestMissing;
        if (
            await db.Set<SittingQuestion>()
                .SingleOrDefaultAsync(
                    row => row.CandidateId == candidate.Id && row.Kind == request.Kind && row.DecidedAt == null,
                    cancellationToken
                ) is
            { } asked
        )
            return new QuestionRaised(asked.Id);
        var stamp = caller.Stamp();
        var score = request.Kind == QuestionKind.Attestation ? request.TestScore : null;
        var question = SittingQuestion.Raise(candidate, request.Kind, score, request.Note?.Trim(), stamp);
        db.Add(question);
        await db.SaveChangesAsync(cancellationToken);
        var started = await processes.StartFromActivity(
            Process,
            new StartFacts(question.Territory, question.Subject, question.Id.Value.ToString()),
            FeelContext.Of(
                ("question", FeelValue.From(question.Id.Value.ToString())),
                ("questionTitle", FeelValue.From($"{MatterWords.Of(question.Kind)}: {question.PersonName}")),
                ("kind", FeelValue.From(question.Kind.ToString())),
                ("territory", FeelValue.From(question.Territory)),
                ("testScore", score is { } given ? FeelValue.From(given) : FeelValue.Null)
            ),
            stamp,
            cancellationToken
        );
        return started.IsOk
            ? new QuestionRaised(question.Id)
            : throw new InvalidOperationException($"The process {Process} cannot be started: {started}.");
    }
}
