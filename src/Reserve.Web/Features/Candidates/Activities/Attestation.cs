using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

public sealed record ExaminersGiven(IReadOnlyList<Guid> Examiners);

/// <summary>One examiner's vote; one with a conflict of interest does not count.</summary>
public sealed record Ballot(bool Conflict = false, decimal? Score = null, string? Vote = null, string? Comment = null);

/// <summary>What the decision table made of test and votes: <c>Passed</c>, <c>Failed</c> or <c>NoQuorum</c>.</summary>
public sealed record AttestationResult(
    string? Result = null,
    decimal? Percent = null,
    decimal? TestScore = null,
    int? VotesFor = null,
    int? VotesAgainst = null,
    int? Conflicts = null
);

/// <summary>What is kept of an attestation.</summary>
public sealed record AttestationDetails(
    AttestationResult Result,
    DateTimeOffset? SittingAt,
    decimal? TestScore,
    IReadOnlyList<Guid> Examiners,
    IReadOnlyList<Ballot> Ballots
);

public sealed record AttestationGiven(Guid AttestationId);

[Allow, Activity("Candidates.AppointExaminers", Title = "Подобрать членов комиссии")]
public sealed record AppointExaminers(CandidateId Candidate, int Minimum = 3) : IRequest<Result<ExaminersGiven, CycleRefusal>>;

[Allow, Activity("Candidates.RecordAttestation", Title = "Записать итог аттестации")]
public sealed record RecordAttestation(
    CandidateId Candidate,
    AttestationResult Result,
    IReadOnlyList<Guid> Examiners,
    IReadOnlyList<Ballot> Ballots,
    DateTimeOffset? SittingAt = null,
    decimal? TestScore = null
) : IRequest<Result<AttestationGiven, CycleRefusal>>;

internal sealed class AttestationHandler(ReserveDb db, People people, Caller caller)
    : IRequestHandler<AppointExaminers, Result<ExaminersGiven, CycleRefusal>>,
        IRequestHandler<RecordAttestation, Result<AttestationGiven, CycleRefusal>>
{
    /// <summary>Commission members of the candidate's region first, then of the federation; the candidate is not among them.</summary>
    public async Task<Result<ExaminersGiven, CycleRefusal>> Handle(AppointExaminers request, CancellationToken cancellationToken)
    {
        if (await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken) is not { } candidate)
            return CycleRefusal.UnknownCandidate;
        var region = Territory.RegionOf(candidate.Territory);
        var holders = await people.OfRole(region, cancellationToken, Roles.CommissionMember);
        var members = holders
            .Where(person => person.Id != candidate.UserId)
            .OrderByDescending(person => person.Territory.Length)
            .ThenBy(person => person.Id)
            .Select(person => person.Id)
            .Take(request.Minimum)
            .ToList();
        return members.Count < request.Minimum ? CycleRefusal.NotEnoughExaminers : new ExaminersGiven(members);
    }

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
            $"{outcome}: {result.Percent:0.##} %, за {result.VotesFor ?? 0}, против {result.VotesAgainst ?? 0}, конфликтов интересов {result.Conflicts ?? 0}";
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
