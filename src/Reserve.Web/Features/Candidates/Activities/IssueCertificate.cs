using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Papers.IssueCertificate", Title = "Выдать удостоверение")]
internal sealed record IssueCertificate(CandidateId Candidate, TrainingResult? Training = null)
    : IRequest<Result<CertificateGiven, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>How the training ended.</summary>
internal sealed record TrainingResult(int? Hours = null, decimal? Score = null, DateOnly? FinishedOn = null, string? Programme = null);

internal sealed record CertificateGiven(IssuedPaper Certificate);

internal sealed class IssueCertificateHandler(
    ReserveDb db,
    IMediator mediator,
    Caller caller,
    IOptions<PaperSettings> settings,
    CandidateWithEntry candidateWithEntry
) : IRequestHandler<IssueCertificate, Result<CertificateGiven, CycleRefusal>>
{
    public async Task<Result<CertificateGiven, CycleRefusal>> Handle(IssueCertificate request, CancellationToken cancellationToken)
    {
        if (await candidateWithEntry.Find(request.Candidate, cancellationToken) is not { } found)
            return CycleRefusal.UnknownCandidate;
        var (candidate, entry) = found;
        var stamp = caller.Stamp();
        var plan = await LatestPlan(request.Candidate, cancellationToken);
        var programme =
            RecordPlanHandler.ProgrammeName(request.Training?.Programme ?? plan?.Programme)
            ?? "Программа дополнительного профессионального образования";
        var issued = await mediator.Send(
            new IssueCertificatePaper(
                new(PaperSubjectKind.Candidate, request.Candidate.Value),
                entry.Territory,
                new CertificateRecord
                {
                    FullName = candidate.FullName,
                    Program = programme,
                    Hours = request.Training?.Hours,
                    To = request.Training?.FinishedOn,
                    Score = request.Training?.Score is { } score ? Math.Round(score, 2) : null,
                    Signatures = [new(settings.Value.SignatoryPost, settings.Value.SignatoryName)],
                },
                candidate.Name
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

    private async Task<DevelopmentPlan?> LatestPlan(CandidateId candidate, CancellationToken cancellationToken)
    {
        var details = await db.Set<CandidateRecord>()
            .Where(row => row.CandidateId == candidate && row.Kind == RecordKind.Plan)
            .OrderByDescending(row => row.At)
            .Select(row => row.Details)
            .FirstOrDefaultAsync(cancellationToken);
        return details is null ? null : JsonSerializer.Deserialize<DevelopmentPlan>(details, CandidateWithEntry.Web);
    }
}
