using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Papers.IssueAttestationProtocol", Title = "Подготовить протокол аттестации")]
internal sealed record IssueAttestationProtocol(CandidateId Candidate, CandidateRecordId Attestation)
    : IRequest<Result<AttestationProtocolGiven, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record AttestationProtocolGiven(IssuedPaper AttestationProtocol);

internal sealed class IssueAttestationProtocolHandler(
    ReserveDb db,
    People people,
    IMediator mediator,
    Caller caller,
    CandidateWithEntry candidateWithEntry
) : IRequestHandler<IssueAttestationProtocol, Result<AttestationProtocolGiven, CycleRefusal>>
{
    public async Task<Result<AttestationProtocolGiven, CycleRefusal>> Handle(
        IssueAttestationProtocol request,
        CancellationToken cancellationToken
    )
    {
        if (await candidateWithEntry.Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        if (
            await db.Set<CandidateRecord>()
                .SingleOrDefaultAsync(row => row.Id == request.Attestation && row.CandidateId == request.Candidate, cancellationToken)
            is not { } attestation
        )
            return CycleRefusal.UnknownCandidate;
        var facts = JsonSerializer.Deserialize<AttestationDetails>(attestation.Details, CandidateWithEntry.Web)!;
        var names = (await people.Named(facts.Examiners, cancellationToken)).ToDictionary(
            person => person.Id,
            person => person.DisplayName
        );
        var region = Territory.RegionOf(candidate.Territory);
        var officers = (await people.OfRole(region, cancellationToken, Roles.CommissionChair, Roles.CommissionSecretary))
            .Where(person => person.Territory == region || person.Territory == Territory.Federation)
            .OrderByDescending(person => person.Territory.Length)
            .ToList();
        var stamp = caller.Stamp();
        var day = DateOnly.FromDateTime((facts.SittingAt ?? stamp.At).UtcDateTime);
        var members = facts.Examiners.Select(id => names.GetValueOrDefault(id, "—")).ToList();
        var voted = facts.Examiners.Zip(facts.Ballots, (id, ballot) => (Name: names.GetValueOrDefault(id, "—"), Ballot: ballot)).ToList();
        var content = new AttestationRecord
        {
            Chair = NameOf(officers, Roles.CommissionChair),
            Secretary = NameOf(officers, Roles.CommissionSecretary),
            Present = members,
            Invited = [candidate.FullName],
            Members = members.Count,
            Quorum = (members.Count * 2 + 2) / 3,
            QuorumMet = true,
            FullName = candidate.FullName,
            TestScore = Rounded(facts.TestScore),
            Passed = facts.Result.Result == "Passed",
            Percent = Rounded(facts.Result.Percent),
            Vote = new VoteCount(
                facts.Result.VotesFor ?? 0,
                facts.Result.VotesAgainst ?? 0,
                voted.Count(vote => !vote.Ballot.Conflict && vote.Ballot.Vote is not ("for" or "against"))
            ),
            Recused = [.. voted.Where(vote => vote.Ballot.Conflict).Select(vote => vote.Name)],
            Dissents =
            [
                .. voted
                    .Where(vote => vote.Ballot.Vote == "against" && !string.IsNullOrWhiteSpace(vote.Ballot.Comment))
                    .Select(vote => new Dissent(vote.Name, vote.Ballot.Comment!)),
            ],
        };
        var issued = await mediator.Send(
            new IssueProtocolPaper(new(PaperSubjectKind.Candidate, request.Candidate.Value), entry.Territory, day, content),
            cancellationToken
        );
        return new AttestationProtocolGiven(new IssuedPaper(issued.Value.Id.Value, issued.Value.Number));
    }

    private static decimal? Rounded(decimal? score) => score is { } given ? Math.Round(given, 2) : null;

    private static string NameOf(List<Person> officers, string role) =>
        officers.Find(user => user.Roles.Contains(role))?.DisplayName ?? "—";
}
