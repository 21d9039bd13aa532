using System.Text.Json;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.SetZone", Title = "Присвоить зону")]
internal sealed record SetZone(CandidateId Candidate, decimal Score, ReserveZone Zone, JsonElement? Explanation = null)
    : IRequest<Result<Rated, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record Rated(DateTimeOffset RatedAt);

internal sealed class SetZoneHandler(ReserveDb db, Caller caller) : IRequestHandler<SetZone, Result<Rated, CycleRefusal>>
{
    public async Task<Result<Rated, CycleRefusal>> Handle(SetZone request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        var explanation = request.Explanation is { ValueKind: not JsonValueKind.Undefined } given ? given.GetRawText() : "{}";
        entry.SetZone(request.Zone, request.Score, explanation, stamp);
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.Rating,
                $"{request.Score:0.##} баллов: {CandidateWords.Of(request.Zone)}",
                new
                {
                    request.Score,
                    request.Zone,
                    request.Explanation,
                },
                stamp
            )
        );
        return new Rated(stamp.At);
    }
}
