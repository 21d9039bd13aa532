using MediatR;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Issues the presentation of a candidate and the dossier, both of what the last brief of the case says.</summary>
[Allow]
[Activity("Papers.IssueDeck", Title = "Подготовить презентацию и объективку")]
internal sealed record IssueDeck(AppointmentCaseId Case) : IRequest<Result<DeckIssued, IssueDeckRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>As variables of the process.</summary>
internal sealed record DeckIssued(IssuedPaper Deck, IssuedPaper Dossier);

internal enum IssueDeckRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Справки по делу ещё нет: презентация и объективка делаются по ней.")]
    NoBrief,
}

internal sealed class IssueDeckHandler(CaseSteps steps, PaperArchive archive, PaperTemplates templates, Caller caller)
    : IRequestHandler<IssueDeck, Result<DeckIssued, IssueDeckRefusal>>
{
    public async Task<Result<DeckIssued, IssueDeckRefusal>> Handle(IssueDeck request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Case, cancellationToken) is not { } appointment)
            return IssueDeckRefusal.UnknownCase;
        var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value);
        if (await archive.FormerBrief(subject, alsoDrafts: true, cancellationToken) is not { } brief)
            return IssueDeckRefusal.NoBrief;
        var deck = await Issue(PaperKind.Deck, PaperTemplate.Deck, subject, appointment.Territory, brief, cancellationToken);
        var dossier = await Issue(PaperKind.Dossier, PaperTemplate.Dossier, subject, appointment.Territory, brief, cancellationToken);
        return new DeckIssued(deck, dossier);
    }

    private async Task<IssuedPaper> Issue(
        PaperKind kind,
        PaperTemplate template,
        PaperSubject subject,
        string territory,
        BriefRecord brief,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(kind, stamp, cancellationToken);
        var filled = await templates.Fill(template, territory, stamp.At, brief with { Head = head }, cancellationToken);
        return archive.Keep(kind, subject, territory, head, filled, stamp);
    }
}
