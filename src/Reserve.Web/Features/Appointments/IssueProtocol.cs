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
using PaperDecision = Reserve.Documents.Papers.DecisionKind;

namespace Reserve.Web.Features.Appointments;

/// <summary>Prepares the protocol of a sitting as far as it has decided, and the extract about one case.</summary>
[Allow]
[Activity("Papers.IssueProtocol", Title = "Подготовить протокол и выписку")]
internal sealed record IssueProtocol(AppointmentCaseId Case, CommissionMeetingId Meeting)
    : IRequest<Result<ProtocolIssued, CaseRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record ProtocolIssued(IssuedPaper Protocol, IssuedPaper Extract);

internal sealed class IssueProtocolHandler(ReserveDb db, People people, IMediator mediator, TimeShown time, Caller caller)
    : IRequestHandler<IssueProtocol, Result<ProtocolIssued, CaseRefusal>>
{
    public async Task<Result<ProtocolIssued, CaseRefusal>> Handle(IssueProtocol request, CancellationToken cancellationToken)
    {
        var appointment = await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken);
        var meeting = await CommissionsAbove.Find(db, request.Meeting, cancellationToken);
        if (appointment is null || meeting is null)
            return CaseRefusal.UnknownCase;
        var day = time.LocalDate(meeting.OpenedAt ?? meeting.ScheduledAt);
        var items = new List<ProtocolItem>();
        var invited = new List<string>();
        List<AgendaItem> agenda;
        // The protocol is of the whole sitting: other cases of the commission's territory are read here, and none is written.
        using (caller.AsSystem(meeting.Territory))
        {
            agenda = await db.Set<AgendaItem>()
                .AsNoTracking()
                .Where(row => row.MeetingId == meeting.Id)
                .OrderBy(row => row.Position)
                .ToListAsync(cancellationToken);
            foreach (var item in agenda)
                items.Add(await Item(item, invited, cancellationToken));
        }

        var own = agenda.FindIndex(row => row.CaseId == appointment.Id);
        if (own < 0)
            return CaseRefusal.UnknownCase;
        var chair = (await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken)).Find(row => row.IsChair)?.Name;
        var secretary = (await people.OfRole(meeting.Territory, cancellationToken, Roles.CommissionSecretary))
            .Where(person => person.Territory == meeting.Territory)
            .OrderBy(person => person.UserName, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.DisplayName;
        var members = meeting.MembersThen ?? meeting.PresentNames.Count;
        var protocol = new ProtocolRecord
        {
            Chair = chair ?? "",
            Secretary = secretary ?? "",
            Present = meeting.PresentNames,
            Invited = [.. invited.Distinct()],
            Members = members,
            Quorum = (members / 2) + 1,
            Items = items,
        };
        var extract = new ExtractRecord
        {
            Chair = protocol.Chair,
            Secretary = protocol.Secretary,
            Present = protocol.Present,
            Invited = [appointment.PersonName],
            Members = protocol.Members,
            Quorum = protocol.Quorum,
            Items = protocol.Items,
            ItemNumbers = [own + 1],
        };
        var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value);
        var whole = await mediator.Send(new IssueProtocolPaper(subject, appointment.Territory, day, protocol), cancellationToken);
        var part = await mediator.Send(
            new IssueExtractPaper(subject, appointment.Territory, whole.Value.Number, day, extract),
            cancellationToken
        );
        return new ProtocolIssued(whole.Value, part.Value);
    }

    private async Task<ProtocolItem> Item(AgendaItem item, List<string> invited, CancellationToken cancellationToken)
    {
        var about = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == item.CaseId, cancellationToken);
        var municipality = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == about.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == about.Id && row.GivenAt != null)
            .OrderBy(row => row.GivenAt)
            .ToListAsync(cancellationToken);
        var votes = await db.Set<Vote>().AsNoTracking().Where(row => row.AgendaItemId == item.Id).ToListAsync(cancellationToken);
        var voteIds = votes.ConvertAll(vote => vote.Id);
        var dissents = await db.Set<DissentingOpinion>()
            .AsNoTracking()
            .Where(row => voteIds.Contains(row.VoteId))
            .ToListAsync(cancellationToken);
        var decision = await db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == about.Id)
            .OrderByDescending(row => row.DecidedAt)
            .FirstOrDefaultAsync(cancellationToken);
        invited.Add(about.PersonName);
        return new ProtocolItem
        {
            FullName = about.PersonName,
            Position = about.Position,
            Municipality = municipality,
            CaseNumber = about.Number,
            Opinions =
            [
                .. opinions
                    .Where(opinion => !opinion.HasConflict)
                    .Select(opinion => new OpinionGiven(
                        opinion.ExpertName,
                        opinion.Verdict == Verdict.Positive,
                        opinion.Text?.Trim() ?? ""
                    )),
            ],
            Recused = [.. opinions.Where(opinion => opinion.HasConflict).Select(opinion => opinion.ExpertName)],
            Decision = decision is null
                ? null
                : new Resolution(
                    decision.Kind switch
                    {
                        DecisionKind.Approve => PaperDecision.Approve,
                        DecisionKind.Refuse => PaperDecision.Refuse,
                        DecisionKind.Postpone => PaperDecision.Postpone,
                    },
                    decision.PostponedUntil is { } until ? time.LocalDate(until) : null,
                    decision.Text?.Trim() ?? ""
                ),
            Vote =
                votes.Count == 0
                    ? null
                    : new VoteCount(
                        votes.Count(vote => vote.Choice == Choice.Approve),
                        votes.Count(vote => vote.Choice == Choice.Refuse),
                        votes.Count(vote => vote.Choice == Choice.Abstain)
                    ),
            Dissents =
            [
                .. dissents.Select(dissent => new Dissent(votes.Single(vote => vote.Id == dissent.VoteId).MemberName, dissent.Text)),
            ],
        };
    }
}
