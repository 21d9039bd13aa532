using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// Issues the brief of a person for a municipality, or of a territory alone. Number, date, moment, the municipality's monitoring, the
/// questions of the rule, the sources of every figure and what has changed since the brief before are put in here; the caller gives the
/// person and what is known of them.
/// </summary>
/// <param name="Subject">The candidate, the case or the request.</param>
/// <param name="Territory">Who may see it.</param>
/// <param name="Municipality">Whose monitoring it shows; null for none.</param>
/// <param name="Content">The person; questions that are given take the place of the rule's.</param>
/// <param name="Rule">The file of the rule that asks the questions.</param>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator)]
[Says("Оформить справку")]
internal sealed record IssueBriefPaper(
    PaperSubject Subject,
    string Territory,
    string? Municipality,
    BriefRecord Content,
    string Rule = InterviewRule.File
) : IRequest<Result<IssuedBrief, NoRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

/// <summary>A brief that was issued, with what it says.</summary>
internal sealed record IssuedBrief(PaperId Id, string Number, BriefRecord Record);

internal sealed class IssueBriefPaperHandler(
    PaperArchive archive,
    PaperTemplates templates,
    TerritoryMonitoring monitoring,
    InterviewRule rule,
    Caller caller
) : IRequestHandler<IssueBriefPaper, Result<IssuedBrief, NoRefusal>>
{
    public async Task<Result<IssuedBrief, NoRefusal>> Handle(IssueBriefPaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Brief, stamp, cancellationToken);
        var numbered = BriefSources.Numbered(
            request.Content with
            {
                Head = head,
                AsOf = head.Date,
                GeneratedAt = archive.Local(stamp.At),
                Territory = await Picture(request.Municipality, cancellationToken),
                Signatures = [new(archive.Settings.SignatoryPost, archive.Settings.SignatoryName)],
            }
        );
        var record = numbered with
        {
            Questions = Asked(
                numbered.Questions,
                await rule.Questions(request.Rule, request.Territory, numbered, stamp.At, cancellationToken)
            ),
        };
        if (await archive.FormerBrief(request.Subject, record.Draft, cancellationToken) is { } former)
            record = record.ComparedWith(former);
        var paper = await templates.Fill(PaperTemplate.Brief, request.Territory, stamp.At, record, cancellationToken);
        var issued = archive.Keep(PaperKind.Brief, request.Subject, request.Territory, head, paper, stamp);
        return new IssuedBrief(issued.Id, issued.Number, record);
    }

    private async Task<TerritoryPicture?> Picture(string? municipality, CancellationToken cancellationToken) =>
        municipality is null || await monitoring.Of(municipality, cancellationToken: cancellationToken) is not { } figures
            ? null
            : figures.Picture() with
            {
                Years = await monitoring.Totals(municipality, 0, cancellationToken),
            };

    /// <summary>Those that an officer left or wrote, each with what the rule says of it; where nothing was written, the rule's.</summary>
    private static IReadOnlyList<InterviewQuestion> Asked(
        IReadOnlyList<InterviewQuestion> written,
        IReadOnlyList<InterviewQuestion> proposed
    ) =>
        written.Count == 0
            ? proposed
            : [.. written.Select(question => proposed.FirstOrDefault(known => known.Text == question.Text) ?? question)];
}
