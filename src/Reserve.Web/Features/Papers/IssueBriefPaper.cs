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
/// <param name="Content">The person; head, day, moment and territory of it are set here.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator)]
[Says("Оформить справку")]
internal sealed record IssueBriefPaper(PaperSubject Subject, string Territory, string? Municipality, BriefRecord Content)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueBriefPaperHandler(PaperArchive archive, PaperTemplates templates, TerritoryMonitoring monitoring, Caller caller)
    : IRequestHandler<IssueBriefPaper, Result<IssuedPaper, NoRefusal>>
{
    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueBriefPaper request, CancellationToken cancellationToken)
    {
        var figures = request.Municipality is { } municipality
            ? await monitoring.Of(municipality, cancellationToken: cancellationToken)
            : null;
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Brief, stamp, cancellationToken);
        var paper = await templates.Fill(
            PaperTemplate.Brief,
            request.Territory,
            stamp.At,
            request.Content with
            {
                Head = head,
                AsOf = head.Date,
                GeneratedAt = archive.Local(stamp.At),
                Territory = figures?.Picture(),
            },
            cancellationToken
        );
        return archive.Keep(PaperKind.Brief, request.Subject, request.Territory, head, paper, stamp);
    }
}
