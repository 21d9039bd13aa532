using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>How the training ended.</summary>
public sealed record TrainingResult(int? Hours = null, decimal? Score = null, DateOnly? FinishedOn = null, string? Programme = null);

public sealed record IssuedPaper(Guid Id, string Number);

public sealed record CertificateGiven(IssuedPaper Certificate);

public sealed record AttestationProtocolGiven(IssuedPaper AttestationProtocol);

[Allow, Activity("Papers.IssueCertificate", Title = "Выдать удостоверение")]
public sealed record IssueCertificate(CandidateId Candidate, TrainingResult? Training = null)
    : IRequest<Result<CertificateGiven, CycleRefusal>>;

[Allow, Activity("Papers.IssueAttestationProtocol", Title = "Подготовить протокол аттестации")]
public sealed record IssueAttestationProtocol(CandidateId Candidate, CandidateRecordId Attestation)
    : IRequest<Result<AttestationProtocolGiven, CycleRefusal>>;

internal sealed class IssuePapersHandler(ReserveDb db, People people, IMediator mediator, Caller caller, IOptions<PaperSettings> settings)
    : IRequestHandler<IssueCertificate, Result<CertificateGiven, CycleRefusal>>,
        IRequestHandler<IssueAttestationProtocol, Result<AttestationProtocolGiven, CycleRefusal>>
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task<Result<CertificateGiven, CycleRefusal>> Handle(IssueCertificate request, CancellationToken cancellationToken)
    {
        if (await Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        var stamp = caller.Stamp();
        var plan = await LatestPlan(request.Candidate, cancellationToken);
        var programme =
            RecordPlansHandler.ProgrammeName(request.Training?.Programme ?? plan?.Programme)
            ?? "Программа дополнительного профессионального образования";
        var issued = await mediator.Send(
            new IssueCertificatePaper(
                new(PaperSubjectKind.Candidate, request.Candidate.Value),
                entry.Territory,
                new CertificateRecord
                {
                    Title = ["УДОСТОВЕРЕНИЕ", "о повышении квалификации"],
                    FullName = candidate.FullName,
                    Program = programme,
                    Hours = request.Training?.Hours,
                    To = request.Training?.FinishedOn,
                    Result = request.Training?.Score is { } score ? $"итоговая работа оценена на {score:0.##} баллов из 100" : "",
                    Signatures = [new(settings.Value.SignatoryPost, settings.Value.SignatoryName)],
                }
            ),
            cancellationToken
        );
        var (id, number) = issued.Value;
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.Training,
                $"Удостоверение № {number}: {programme}",
                new
                {
                    request.Training,
                    certificate = id.Value,
                    number,
                },
                stamp
            )
        );
        return new CertificateGiven(new IssuedPaper(id.Value, number));
    }

    public async Task<Result<AttestationProtocolGiven, CycleRefusal>> Handle(
        IssueAttestationProtocol request,
        CancellationToken cancellationToken
    )
    {
        if (await Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        if (
            await db.Set<CandidateRecord>()
                .SingleOrDefaultAsync(row => row.Id == request.Attestation && row.CandidateId == request.Candidate, cancellationToken)
            is not { } attestation
        )
            return CycleRefusal.UnknownCandidate;
        var facts = JsonSerializer.Deserialize<AttestationDetails>(attestation.Details, Web)!;
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
        var passed = facts.Result.Result == "Passed";
        var content = new ProtocolRecord
        {
            Sitting = "заседания экспертной комиссии по итоговой аттестации",
            Chair = NameOf(officers, Roles.CommissionChair),
            Secretary = NameOf(officers, Roles.CommissionSecretary),
            Present = members,
            Invited = [candidate.FullName],
            Members = members.Count,
            Quorum = (members.Count * 2 + 2) / 3,
            Items =
            [
                new ProtocolItem
                {
                    Title = $"Итоговая аттестация кандидата: {candidate.FullName}",
                    Heard = [$"Защита проекта, собеседование. Результат тестирования: {facts.TestScore:0.##} из 100."],
                    Resolved =
                    [
                        passed ? "Считать итоговую аттестацию пройденной." : "Считать итоговую аттестацию не пройденной.",
                        $"Итог: {facts.Result.Percent:0.##} %.",
                    ],
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
                            .Select(vote => (vote.Name, vote.Ballot.Comment!)),
                    ],
                },
            ],
        };
        var issued = await mediator.Send(
            new IssueProtocolPaper(
                new(PaperSubjectKind.Candidate, request.Candidate.Value),
                entry.Territory,
                Papers.PaperKind.AttestationProtocol,
                day,
                content
            ),
            cancellationToken
        );
        return new AttestationProtocolGiven(new IssuedPaper(issued.Value.Id.Value, issued.Value.Number));
    }

    private static string NameOf(List<Person> officers, string role) =>
        officers.Find(user => user.Roles.Contains(role))?.DisplayName ?? "—";

    private async Task<(Candidate Candidate, ReserveEntry Entry)?> Find(CandidateId id, CancellationToken cancellationToken)
    {
        var candidate = await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var entry = await CurrentEntry.Find(db, id, cancellationToken);
        return candidate is null || entry is null ? null : (candidate, entry);
    }

    private async Task<DevelopmentPlan?> LatestPlan(CandidateId candidate, CancellationToken cancellationToken)
    {
        var details = await db.Set<CandidateRecord>()
            .Where(row => row.CandidateId == candidate && row.Kind == RecordKind.Plan)
            .OrderByDescending(row => row.At)
            .Select(row => row.Details)
            .FirstOrDefaultAsync(cancellationToken);
        return details is null ? null : JsonSerializer.Deserialize<DevelopmentPlan>(details, Web);
    }
}
