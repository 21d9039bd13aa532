using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>How the training ended.</summary>
public sealed record TrainingResult(int? Hours = null, decimal? Score = null, DateOnly? FinishedOn = null, string? Programme = null);

public sealed record IssuedPaper(Guid Id, string Number);

public sealed record CertificateGiven(IssuedPaper Certificate);

public sealed record AttestationProtocolGiven(IssuedPaper AttestationProtocol);

[Allow, Activity("Papers.IssueCertificate", Title = "Выдать удостоверение")]
public sealed record IssueCertificate(CandidateId Candidate, TrainingResult? Training = null) : IRequest<Result<CertificateGiven, CycleRefusal>>;

[Allow, Activity("Papers.IssueAttestationProtocol", Title = "Подготовить протокол аттестации")]
public sealed record IssueAttestationProtocol(CandidateId Candidate, CandidateRecordId Attestation) : IRequest<Result<AttestationProtocolGiven, CycleRefusal>>;

/// <summary>What the public page says of a certificate: no more of the person than surname and initials.</summary>
public sealed record PaperConfirmation(string Person, string Programme, int? Hours, DateOnly IssuedOn);

/// <summary>Who issues papers, as printed on them (section <c>Issuer</c> of the settings).</summary>
public sealed class IssuerSettings
{
    public string[] Organization { get; set; } = ["Оператор кадрового резерва руководителей системы образования"];

    public string Place { get; set; } = "Москва";

    public string SignatoryPost { get; set; } = "Руководитель";

    /// <summary>Empty: signed by hand, the name is written in.</summary>
    public string SignatoryName { get; set; } = "";

    /// <summary>The address under which the outside world reaches this site; the QR code leads there.</summary>
    public Uri SiteAddress { get; set; } = new("http://localhost:5080/");
}

internal sealed class IssuePapersHandler(ReserveDb db, Caller caller, IOptions<IssuerSettings> issuer) :
    IRequestHandler<IssueCertificate, Result<CertificateGiven, CycleRefusal>>,
    IRequestHandler<IssueAttestationProtocol, Result<AttestationProtocolGiven, CycleRefusal>>
{
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task<Result<CertificateGiven, CycleRefusal>> Handle(IssueCertificate request, CancellationToken cancellationToken)
    {
        if (await Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        var stamp = caller.Stamp();
        var day = DateOnly.FromDateTime(stamp.At.UtcDateTime);
        var number = await NextNumber("УД", stamp, cancellationToken);
        var plan = await LatestPlan(request.Candidate, cancellationToken);
        var programme = RecordPlansHandler.ProgrammeName(request.Training?.Programme ?? plan?.Programme) ?? "Программа дополнительного профессионального образования";
        var content = QualificationCertificate.Build(new CertificateRecord
        {
            Head = Head(number, day),
            Title = ["УДОСТОВЕРЕНИЕ", "о повышении квалификации"],
            FullName = candidate.FullName,
            Program = programme,
            Hours = request.Training?.Hours,
            To = request.Training?.FinishedOn,
            Result = request.Training?.Score is { } score ? $"итоговая работа оценена на {score:0.##} баллов из 100" : "",
            Confirmation = new Uri(issuer.Value.SiteAddress, "confirm/" + number),
            Signatures = Signatures(),
        });
        var confirmation = JsonSerializer.Serialize(new PaperConfirmation(candidate.ShortName, programme, request.Training?.Hours, day), Web);
        var paper = Paper(entry, PaperKind.Certificate, number, $"udostoverenie-{number}.docx", content, confirmation, stamp);
        db.Add(paper);
        db.Add(CandidateRecord.Of(entry, RecordKind.Training, $"Удостоверение № {number}: {programme}", new { request.Training, certificate = paper.Id.Value, number }, stamp));
        return new CertificateGiven(new IssuedPaper(paper.Id.Value, number));
    }

    public async Task<Result<AttestationProtocolGiven, CycleRefusal>> Handle(IssueAttestationProtocol request, CancellationToken cancellationToken)
    {
        if (await Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        if (await db.Set<CandidateRecord>().SingleOrDefaultAsync(row => row.Id == request.Attestation && row.CandidateId == request.Candidate, cancellationToken) is not { } attestation)
            return CycleRefusal.UnknownCandidate;
        var facts = JsonSerializer.Deserialize<AttestationDetails>(attestation.Details, Web)!;
        var names = await db.Set<User>().Where(user => facts.Examiners.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellationToken);
        var region = Territory.RegionOf(candidate.Territory);
        var officers = await db.Set<User>()
            .Where(user => !user.Disabled && (user.Territory == region || user.Territory == Territory.Federation)
                && (user.Roles.Contains(Roles.CommissionChair) || user.Roles.Contains(Roles.CommissionSecretary)))
            .OrderByDescending(user => user.Territory.Length).ToListAsync(cancellationToken);
        var stamp = caller.Stamp();
        var day = DateOnly.FromDateTime((facts.SittingAt ?? stamp.At).UtcDateTime);
        var number = await NextNumber("ПА", stamp, cancellationToken);
        var members = facts.Examiners.Select(id => names.GetValueOrDefault(id, "—")).ToList();
        var voted = facts.Examiners.Zip(facts.Ballots, (id, ballot) => (Name: names.GetValueOrDefault(id, "—"), Ballot: ballot)).ToList();
        var passed = facts.Result.Result == "Passed";
        var content = MeetingProtocol.Build(new ProtocolRecord
        {
            Head = Head(number, day),
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
                    Resolved = [passed ? "Считать итоговую аттестацию пройденной." : "Считать итоговую аттестацию не пройденной.", $"Итог: {facts.Result.Percent:0.##} %."],
                    Vote = new VoteCount(facts.Result.VotesFor ?? 0, facts.Result.VotesAgainst ?? 0, voted.Count(vote => !vote.Ballot.Conflict && vote.Ballot.Vote is not ("for" or "against"))),
                    Recused = [.. voted.Where(vote => vote.Ballot.Conflict).Select(vote => vote.Name)],
                    Dissents = [.. voted.Where(vote => vote.Ballot.Vote == "against" && !string.IsNullOrWhiteSpace(vote.Ballot.Comment)).Select(vote => (vote.Name, vote.Ballot.Comment!))],
                },
            ],
        });
        var paper = Paper(entry, PaperKind.AttestationProtocol, number, $"protokol-attestacii-{number}.docx", content, null, stamp);
        db.Add(paper);
        return new AttestationProtocolGiven(new IssuedPaper(paper.Id.Value, number));
    }

    private static string NameOf(List<User> officers, string role) => officers.Find(user => user.Roles.Contains(role))?.DisplayName ?? "—";

    private async Task<(Candidate Candidate, ReserveEntry Entry)?> Find(CandidateId id, CancellationToken cancellationToken)
    {
        var candidate = await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var entry = await CurrentEntry.Find(db, id, cancellationToken);
        return candidate is null || entry is null ? null : (candidate, entry);
    }

    private async Task<DevelopmentPlan?> LatestPlan(CandidateId candidate, CancellationToken cancellationToken)
    {
        var details = await db.Set<CandidateRecord>().Where(row => row.CandidateId == candidate && row.Kind == RecordKind.Plan)
            .OrderByDescending(row => row.At).Select(row => row.Details).FirstOrDefaultAsync(cancellationToken);
        return details is null ? null : JsonSerializer.Deserialize<DevelopmentPlan>(details, Web);
    }

    /// <summary>The next number of the series in this year; the row's lock makes two at once wait for each other.</summary>
    private async Task<string> NextNumber(string series, Stamp stamp, CancellationToken cancellationToken)
    {
        var year = stamp.At.Year;
        var last = await db.Database.SqlQuery<int>($"""
            insert into paper_numbers (series, year, last) values ({series}, {year}, 1)
            on conflict (series, year) do update set last = paper_numbers.last + 1
            returning last as "Value"
            """).ToListAsync(cancellationToken);
        return $"{series}-{year}-{last[0]:D5}";
    }

    private PaperHead Head(string number, DateOnly day) => new() { Organization = issuer.Value.Organization, Number = number, Date = day, Place = issuer.Value.Place };

    private Signatory[] Signatures() => [new(issuer.Value.SignatoryPost, issuer.Value.SignatoryName)];

    private static CandidatePaper Paper(ReserveEntry entry, PaperKind kind, string number, string fileName, byte[] content, string? confirmation, Stamp stamp) => new()
    {
        Id = Ids.New<CandidatePaperId>(stamp.At),
        CandidateId = entry.CandidateId,
        Territory = entry.Territory,
        Kind = kind,
        Number = number,
        FileName = fileName,
        ContentType = Docx,
        Content = content,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        AddedAt = stamp.At,
        AddedBy = stamp.Name,
        Confirmation = confirmation,
    };
}
