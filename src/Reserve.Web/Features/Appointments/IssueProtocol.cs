using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Prepares the extract about one case from the protocol of its sitting, and the commission's decision on it. A case of a drawing that does
/// not wait until the sitting is closed gets a protocol of its own, as far as the sitting has decided.
/// </summary>
[Allow]
[Activity("Papers.IssueProtocol", Title = "Подготовить выписку и решение")]
internal sealed record IssueProtocol(AppointmentCaseId Case, CommissionMeetingId Meeting)
    : IRequest<Result<ProtocolIssued, CaseRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record ProtocolIssued(string Protocol, IssuedPaper Extract, IssuedPaper? Resolution);

internal sealed class IssueProtocolHandler(ReserveDb db, SittingProtocol sittings, IMediator mediator, TimeShown time)
    : IRequestHandler<IssueProtocol, Result<ProtocolIssued, CaseRefusal>>
{
    public async Task<Result<ProtocolIssued, CaseRefusal>> Handle(IssueProtocol request, CancellationToken cancellationToken)
    {
        var appointment = await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken);
        var meeting = await CommissionsAbove.Find(db, request.Meeting, cancellationToken);
        if (appointment is null || meeting is null)
            return CaseRefusal.UnknownCase;
        var day = sittings.DayOf(meeting);
        var (protocol, agenda) = await sittings.Of(meeting, cancellationToken);
        var own = agenda.ToList().FindIndex(row => row.CaseId == appointment.Id);
        if (own < 0)
            return CaseRefusal.UnknownCase;
        var extract = SittingProtocol.ExtractOf(protocol, own);
        var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value);
        var number =
            await sittings.NumberOf(meeting, cancellationToken)
            ?? (await mediator.Send(new IssueProtocolPaper(subject, appointment.Territory, day, protocol), cancellationToken)).Value.Number;
        var part = await mediator.Send(new IssueExtractPaper(subject, appointment.Territory, number, day, extract), cancellationToken);
        var resolution = await Decided(appointment, meeting, protocol, own, number, day, cancellationToken);
        return new ProtocolIssued(number, part.Value, resolution);
    }

    /// <summary>The decision as a paper of its own; null as long as there is none.</summary>
    private async Task<IssuedPaper?> Decided(
        AppointmentCase appointment,
        CommissionMeeting meeting,
        ProtocolRecord protocol,
        int item,
        string number,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var about = protocol.Items[item];
        if (about.Decision is not { } decision)
            return null;
        var reason = (await sittings.DecisionOn(appointment.Id, meeting, cancellationToken))?.Reason;
        var content = new DecisionRecord
        {
            Federal = meeting.Territory == Territory.Federation,
            Commission =
                await db.Set<Territory>()
                    .AsNoTracking()
                    .Where(row => row.Path == meeting.Territory && row.Path != Territory.Federation)
                    .Select(row => row.Name)
                    .SingleOrDefaultAsync(cancellationToken)
                ?? "",
            Municipality = about.Municipality,
            CaseNumber = appointment.Number,
            Registered = time.LocalDate(appointment.RegisteredAt),
            Protocol = number,
            ProtocolDate = day,
            Chair = protocol.Chair,
            FullName = appointment.PersonName,
            Position = appointment.Position,
            Kind = decision.Kind,
            Reasons =
            [
                .. new[] { reason is { } code ? CaseWords.Of(code) + "." : "", decision.Text }.Where(text =>
                    !string.IsNullOrWhiteSpace(text)
                ),
            ],
            PostponedUntil = decision.PostponedUntil,
            Vote = about.Vote,
        };
        var paper = await mediator.Send(
            new IssueDecisionPaper(
                new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value),
                appointment.Territory,
                content
            ),
            cancellationToken
        );
        return paper.Value;
    }
}
