using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Issues an extract of a protocol that has been issued.</summary>
/// <param name="Subject">The case.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="ProtocolNumber">The number of the protocol.</param>
/// <param name="SittingDate">The date of the sitting.</param>
/// <param name="Content">The protocol's content with the items to be printed; head and date of the extract are set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
[Says("Оформить выписку")]
internal sealed record IssueExtractPaper(
    PaperSubject Subject,
    string Territory,
    string ProtocolNumber,
    DateOnly SittingDate,
    ExtractRecord Content
) : IRequest<Result<IssuedPaper, NoRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueExtractPaperHandler(PaperArchive archive, PaperTemplates templates, Caller caller)
    : IRequestHandler<IssueExtractPaper, Result<IssuedPaper, NoRefusal>>
{
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
            await templates.Fill(
                PaperTemplate.Extract,
                request.Territory,
                stamp.At,
                request.Content with
                {
                    Head = printed,
                    ExtractDate = own.Date,
                },
                cancellationToken
            ),
            stamp
        );
    }
}
