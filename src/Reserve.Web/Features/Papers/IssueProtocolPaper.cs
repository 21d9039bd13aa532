using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Issues the protocol of a sitting, or of a final attestation.</summary>
/// <param name="Subject">The sitting or the candidate.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="Kind"><see cref="PaperKind.MeetingProtocol"/> or <see cref="PaperKind.AttestationProtocol"/>.</param>
/// <param name="SittingDate">The date of the sitting, which is the protocol's.</param>
/// <param name="Content">What was said and decided; its head is set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
[Says("Оформить протокол")]
internal sealed record IssueProtocolPaper(
    PaperSubject Subject,
    string Territory,
    PaperKind Kind,
    DateOnly SittingDate,
    ProtocolRecord Content
) : IRequest<Result<IssuedPaper, NoRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueProtocolPaperHandler(PaperArchive archive, Caller caller)
    : IRequestHandler<IssueProtocolPaper, Result<IssuedPaper, NoRefusal>>
{
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
}
