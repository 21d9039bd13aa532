using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordAttestation", Title = "Записать итог аттестации")]
internal sealed record RecordAttestation(
    CandidateId Candidate,
    AttestationResult Result,
    IReadOnlyList<Guid> Examiners,
    IReadOnlyList<Ballot> Ballots,
    DateTimeOffset? SittingAt = null,
    decimal? TestScore = null
) : IRequest<Result<AttestationGiven, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>What is kept of an attestation.</summary>
internal sealed record AttestationDetails(
    AttestationResult Result,
    DateTimeOffset? SittingAt,
    decimal? TestScore,
    IReadOnlyList<Guid> Examiners,
    IReadOnlyList<Ballot> Ballots
);

internal sealed record AttestationGiven(Guid AttestationId);

internal sealed class RecordAttestationHandler(ReserveDb db, Caller caller)
    : IRequestHandler<RecordAttestation, Result<AttestationGiven, CycleRefusal>>
{
    public async Task<Result<AttestationGiven, CycleRefusal>> Handle(RecordAttestation request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var result = request.Result;
        var outcome = result.Result switch
        {
            "Passed" => "сдана",
            "Failed" => "не сдана",
            "NoQuorum" => "нет кворума",
            _ => result.Result ?? "",
        };
        var summary =
            $"{outcome}: {result.Percent:0.##} %, за {result.VotesFor ?? 0}, против {result.VotesAgainst ?? 0}, конфликтов "
            + $"интересов {result.Conflicts ?? 0}";
        var record = CandidateRecord.Of(
            entry,
            RecordKind.Attestation,
            summary,
            new AttestationDetails(result, request.SittingAt, request.TestScore, request.Examiners, request.Ballots),
            caller.Stamp()
        );
        db.Add(record);
        return new AttestationGiven(record.Id.Value);
    }
}
