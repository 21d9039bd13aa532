using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>Tells the candidate's cycle what the commission has decided; a cycle that has ended meanwhile waits for nothing.</summary>
[Allow]
[Activity("Commission.TellCycle", Title = "Передать решение в цикл резерва")]
internal sealed record TellCycle(SittingQuestionId Question) : IRequest<Result<Done, QuestionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("sitting_questions", Question, nameof(Question));
}

internal sealed class TellCycleHandler(
    ReserveDb db,
    QuestionSteps questions,
    CastBallots votes,
    Recusals recusals,
    ProcessRuntime processes,
    Caller caller
) : IRequestHandler<TellCycle, Result<Done, QuestionRefusal>>
{
    public async Task<Result<Done, QuestionRefusal>> Handle(TellCycle request, CancellationToken cancellationToken)
    {
        if (await questions.Find(request.Question, cancellationToken) is not { } question)
            return QuestionRefusal.UnknownQuestion;
        if (await questions.Decided(question, cancellationToken) is not var (item, meeting))
            return QuestionRefusal.NotOnAgenda;
        var cast = await votes.Of(item, cancellationToken);
        var declared = await recusals.Of(question, cancellationToken);
        var result = FeelContext.Of(
            ("passed", FeelValue.From(question.IsPassed == true)),
            ("result", FeelValue.From(question.IsPassed == true ? "Passed" : "Failed")),
            ("text", FeelValue.From(question.Outcome!)),
            ("percent", Number(question.Percent)),
            ("testScore", Number(question.TestScore)),
            ("votesFor", Number(cast.Count(vote => vote.Choice == Choice.Approve))),
            ("votesAgainst", Number(cast.Count(vote => vote.Choice == Choice.Refuse))),
            ("conflicts", Number(declared.Count))
        );
        var candidate = await db.Set<Candidate>().SingleAsync(row => row.Id == question.CandidateId, cancellationToken);
        await processes.Correlate(
            question.Kind == QuestionKind.Attestation ? "AttestationDecided" : "RenewalDecided",
            candidate.Id.Value.ToString(),
            question.Kind == QuestionKind.Attestation
                ? FeelContext.Of(("examination", FeelValue.Context(result)), ("attestation", FeelValue.Context(Attestation(meeting, cast))))
                : FeelContext.Of(("renewalDecision", FeelValue.Context(result))),
            new StartFacts(candidate.Territory, new Subject(RegisterCandidateHandler.SubjectType, candidate.Id.Value.ToString())),
            caller.Stamp(),
            cancellationToken
        );
        return new Done();
    }

    private static FeelContext Attestation(CommissionMeeting meeting, IReadOnlyList<CastBallot> cast) =>
        FeelContext.Of(
            ("sittingAt", FeelValue.From(meeting.OpenedAt ?? meeting.ScheduledAt)),
            ("examiners", FeelValue.List([.. cast.Where(vote => vote.By is not null).Select(vote => Id(vote.By!.Value))])),
            ("ballots", FeelValue.List([.. cast.Select(Ballot)]))
        );

    private static FeelValue Number(decimal? number) => number is { } given ? FeelValue.From(given) : FeelValue.Null;

    private static FeelValue Id(Guid id) => FeelValue.From(id.ToString());

    private static FeelValue Ballot(CastBallot vote) =>
        FeelValue.Context(
            FeelContext.Of(
                ("conflict", FeelValue.False),
                ("score", Number(vote.Score)),
                (
                    "vote",
                    FeelValue.From(
                        vote.Choice switch
                        {
                            Choice.Approve => "for",
                            Choice.Refuse => "against",
                            Choice.Abstain => "abstained",
                        }
                    )
                )
            )
        );
}
