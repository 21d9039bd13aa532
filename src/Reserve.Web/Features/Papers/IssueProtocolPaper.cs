using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Issues the protocol of a sitting, or of a final attestation.</summary>
/// <param name="Subject">The sitting or the candidate.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="SittingDate">The date of the sitting, which is the protocol's.</param>
/// <param name="Content">What was said and decided; its head is set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
[Says("Оформить протокол")]
internal sealed record IssueProtocolPaper(PaperSubject Subject, string Territory, DateOnly SittingDate, SittingRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueProtocolPaperHandler(PaperArchive archive, PaperTemplates templates, Caller caller)
    : IRequestHandler<IssueProtocolPaper, Result<IssuedPaper, NoRefusal>>
{
    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueProtocolPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var (kind, template) =
            request.Content is AttestationRecord
                ? (PaperKind.AttestationProtocol, PaperTemplate.Attestation)
                : (PaperKind.MeetingProtocol, PaperTemplate.Protocol);
        var head = await archive.NextHead(kind, stamp, cancellationToken) with { Date = request.SittingDate };
        return archive.Keep(
            kind,
            request.Subject,
            request.Territory,
            head,
            await templates.Fill(template, request.Territory, stamp.At, request.Content with { Head = head }, cancellationToken),
            stamp
        );
    }
}
