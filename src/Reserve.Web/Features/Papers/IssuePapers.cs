using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// Issues the brief of a person for a municipality. Number, date, moment, the municipality's monitoring with its sources are put in here;
/// the caller gives the person and what is known of them.
/// </summary>
/// <param name="Subject">The candidate or the case.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="Municipality">Whose monitoring it shows; null for none.</param>
/// <param name="Content">The person; head, moment and territory of it are set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator)]
public sealed record IssueBriefPaper(PaperSubject Subject, string Territory, string? Municipality, BriefRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial;

/// <summary>Issues the protocol of a sitting, or of a final attestation.</summary>
/// <param name="Subject">The sitting or the candidate.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="Kind"><see cref="PaperKind.MeetingProtocol"/> or <see cref="PaperKind.AttestationProtocol"/>.</param>
/// <param name="SittingDate">The date of the sitting, which is the protocol's.</param>
/// <param name="Content">What was said and decided; its head is set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
public sealed record IssueProtocolPaper(
    PaperSubject Subject,
    string Territory,
    PaperKind Kind,
    DateOnly SittingDate,
    ProtocolRecord Content
) : IRequest<Result<IssuedPaper, NoRefusal>>, ITerritorial;

/// <summary>Issues an extract of a protocol that has been issued.</summary>
/// <param name="Subject">The case.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="ProtocolNumber">The number of the protocol.</param>
/// <param name="SittingDate">The date of the sitting.</param>
/// <param name="Content">The protocol's content with the items to be printed; head and date of the extract are set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
public sealed record IssueExtractPaper(
    PaperSubject Subject,
    string Territory,
    string ProtocolNumber,
    DateOnly SittingDate,
    ExtractRecord Content
) : IRequest<Result<IssuedPaper, NoRefusal>>, ITerritorial;

/// <summary>Issues the decision of a commission.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
public sealed record IssueDecisionPaper(PaperSubject Subject, string Territory, DecisionRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial;

/// <summary>Issues a certificate with a code that the public page confirms.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator)]
public sealed record IssueCertificatePaper(PaperSubject Subject, string Territory, CertificateRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial;

internal sealed class IssuePapersHandler(ReserveDb db, PaperArchive archive, TerritoryMonitoring monitoring, Caller caller)
    : IRequestHandler<IssueBriefPaper, Result<IssuedPaper, NoRefusal>>,
        IRequestHandler<IssueProtocolPaper, Result<IssuedPaper, NoRefusal>>,
        IRequestHandler<IssueExtractPaper, Result<IssuedPaper, NoRefusal>>,
        IRequestHandler<IssueDecisionPaper, Result<IssuedPaper, NoRefusal>>,
        IRequestHandler<IssueCertificatePaper, Result<IssuedPaper, NoRefusal>>
{
    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueBriefPaper request, CancellationToken cancellationToken)
    {
        var figures = request.Municipality is { } municipality
            ? await monitoring.Of(municipality, cancellationToken: cancellationToken)
            : null;
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Brief, stamp, cancellationToken);
        var paper = Brief.Build(
            request.Content with
            {
                Head = head,
                GeneratedAt = archive.Local(stamp.At),
                Territory = figures?.Picture(),
                Sources = figures is null
                    ? request.Content.Sources
                    : [.. request.Content.Sources, new($"Мониторинг: {figures.Source}", figures.AsOf)],
            }
        );
        return archive.Keep(PaperKind.Brief, request.Subject, request.Territory, head, paper, stamp);
    }

    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueProtocolPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(request.Kind, stamp, cancellationToken) with { Date = request.SittingDate };
        return archive.Keep(
            request.Kind,
            request.Subject,
            request.Territory,
            head,
            MeetingProtocol.Build(request.Content with { Head = head }),
            stamp
        );
    }

    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueExtractPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var own = await archive.NextHead(PaperKind.ProtocolExtract, stamp, cancellationToken);
        var printed = own with { Number = request.ProtocolNumber, Date = request.SittingDate };
        return archive.Keep(
            PaperKind.ProtocolExtract,
            request.Subject,
            request.Territory,
            own,
            ProtocolExtract.Build(request.Content with { Head = printed, ExtractDate = own.Date }),
            stamp
        );
    }

    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueDecisionPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Decision, stamp, cancellationToken);
        return archive.Keep(
            PaperKind.Decision,
            request.Subject,
            request.Territory,
            head,
            Decision.Build(request.Content with { Head = head }),
            stamp
        );
    }

    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueCertificatePaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Certificate, stamp, cancellationToken);
        var code = PaperCode.New();
        var content = request.Content with { Head = head, Confirmation = new Uri(archive.Settings.PublicAddress, $"confirm/{code}") };
        var issued = archive.Keep(
            PaperKind.Certificate,
            request.Subject,
            request.Territory,
            head,
            QualificationCertificate.Build(content),
            stamp
        );
        db.Add(
            new PaperConfirmation
            {
                Code = code,
                PaperId = issued.Id,
                Title = string.Join(' ', content.Title),
                Number = head.Number,
                Date = head.Date,
                Issuer = string.Join('\n', head.Organization),
                HolderInitials = Initials(content.FullName),
                Program = content.Program,
                Hours = content.Hours,
            }
        );
        return issued;
    }

    // Enough to compare with a name one has in hand, not enough to learn one.
    private static string Initials(string fullName) =>
        string.Join(
            ' ',
            fullName
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(4)
                .Select(word => $"{char.ToUpperInvariant(word[0])}.")
        );
}
