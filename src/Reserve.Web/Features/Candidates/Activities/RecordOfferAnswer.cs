using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordOfferAnswer", Title = "Записать ответ на предложение")]
internal sealed record RecordOfferAnswer(CandidateId Candidate, Vacancy Vacancy, bool Accepted, string? Note = null)
    : IRequest<Result<Done, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class RecordOfferAnswerHandler(ReserveDb db, Caller caller) : IRequestHandler<RecordOfferAnswer, Result<Done, CycleRefusal>>
{
    public async Task<Result<Done, CycleRefusal>> Handle(RecordOfferAnswer request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var summary =
            $"{request.Vacancy.Position}: "
            + $"{(request.Accepted ? "согласие" : "отказ")}{(string.IsNullOrWhiteSpace(request.Note) ? "" : ", " + request.Note)}";
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.Offer,
                summary,
                new
                {
                    request.Vacancy,
                    request.Accepted,
                    request.Note,
                },
                caller.Stamp()
            )
        );
        return new Done();
    }
}
