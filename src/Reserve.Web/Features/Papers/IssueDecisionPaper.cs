using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Issues the decision of a commission.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator)]
[Says("Оформить решение")]
internal sealed record IssueDecisionPaper(PaperSubject Subject, string Territory, DecisionRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueDecisionPaperHandler(PaperArchive archive, PaperTemplates templates, Caller caller)
    : IRequestHandler<IssueDecisionPaper, Result<IssuedPaper, NoRefusal>>
{
    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueDecisionPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Decision, stamp, cancellationToken);
        return archive.Keep(
            PaperKind.Decision,
            request.Subject,
            request.Territory,
            head,
            await templates.Fill(
                PaperTemplate.Decision,
                request.Territory,
                stamp.At,
                request.Content with
                {
                    Head = head,
                },
                cancellationToken
            ),
            stamp
        );
    }
}
