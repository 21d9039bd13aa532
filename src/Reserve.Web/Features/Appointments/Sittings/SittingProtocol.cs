using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using PaperDecision = Reserve.Documents.Papers.DecisionKind;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The one protocol of a sitting: what it is made of, and its issue when the sitting is closed.</summary>
internal sealed class SittingProtocol(
    ReserveDb db,
    People people,
    IMediator mediator,
    PaperArchive archive,
    PaperTemplates templates,
    TimeShown time,
    SittingCases matters,
    Recusals recusals,
    CastBallots ballots,
    Caller caller
)
{
    public static PaperSubject SubjectOf(CommissionMeetingId meeting) => new(PaperSubjectKind.Meeting, meeting.Value);

    public DateOnly DayOf(CommissionMeeting meeting) => time.LocalDate(meeting.OpenedAt ?? meeting.ScheduledAt);

    /// <summary>What the sitting heard and decided, with its agenda in order.</summary>
    public async Task<(ProtocolRecord Protocol, IReadOnlyList<AgendaItem> Agenda)> Of(
        CommissionMeeting meeting,
        CancellationToken cancellationToken
    )
    {
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
                items.Add(await Item(meeting, item, invited, cancellationToken));
        }

        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        var chair = (CommissionSeats.Presiding(commission, meeting.PresentUserIds) ?? commission.Find(row => row.IsChair))?.Name;
        var secretary = (await people.OfRole(meeting.Territory, cancellationToken, Roles.CommissionSecretary))
            .Where(person => person.Territory == meeting.Territory)
            .OrderBy(person => person.UserName, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.DisplayName;
        var (present, notes) = await Present(meeting, cancellationToken);
        var protocol = new ProtocolRecord
        {
            Chair = chair ?? "",
            Secretary = secretary ?? "",
            Present = present,
            PresenceNotes = notes,
            Invited = [.. invited.Distinct()],
            Members = meeting.MembersThen ?? meeting.PresentNames.Count,
            // What the rule of the process said when the votes were opened.
            QuorumMet = items.Exists(item => item.Decision is not null || item.Vote is not null),
            QuorumText = agenda.Select(item => item.Quorum).FirstOrDefault(text => text is not null) ?? "",
            Items = items,
        };
        return (protocol, agenda);
    }

    /// <summary>What this sitting decided on a case, which gets another decision later when it was postponed; null for nothing.</summary>
    public Task<Decision?> DecisionOn(AppointmentCaseId about, CommissionMeeting meeting, CancellationToken cancellationToken) =>
        db.Set<Decision>()
            .AsNoTracking()
            .Where(row =>
                row.CaseId == about && row.DecidedAt >= meeting.OpenedAt && (meeting.HeldAt == null || row.DecidedAt <= meeting.HeldAt)
            )
            .OrderByDescending(row => row.DecidedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The part of the protocol that is about one item of its agenda, counted from 0.</summary>
    public static ExtractRecord ExtractOf(ProtocolRecord protocol, int item) =>
        new()
        {
            Chair = protocol.Chair,
            Secretary = protocol.Secretary,
            Present = protocol.Present,
            PresenceNotes = protocol.PresenceNotes,
            QuorumText = protocol.QuorumText,
            Invited = [protocol.Items[item].FullName],
            Members = protocol.Members,
            QuorumMet = protocol.QuorumMet,
            Items = protocol.Items,
            ItemNumbers = [item + 1],
        };

    /// <summary>Issues it: the sitting is closed, and nothing of it changes any more.</summary>
    public async Task<IssuedPaper> Issue(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var (protocol, _) = await Of(meeting, cancellationToken);
        var issued = await mediator.Send(
            new IssueProtocolPaper(SubjectOf(meeting.Id), meeting.Territory, DayOf(meeting), protocol),
            cancellationToken
        );
        return issued.Value;
    }

    /// <summary>The file as it would be issued now, without a number.</summary>
    public async Task<byte[]> Draft(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var (protocol, _) = await Of(meeting, cancellationToken);
        var head = archive.DraftHead(DayOf(meeting));
        var content = protocol with { Head = head };
        return (await templates.Fill(PaperTemplate.Protocol, meeting.Territory, caller.Stamp().At, content, cancellationToken)).Bytes;
    }

    /// <summary>The number of the issued one; null before the sitting is closed.</summary>
    public async Task<string?> NumberOf(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        using (caller.AsSystem(meeting.Territory))
            return await db.Set<Paper>()
                .Where(row =>
                    row.SubjectKind == PaperSubjectKind.Meeting
                    && row.SubjectId == meeting.Id.Value
                    && row.Kind == PaperKind.MeetingProtocol
                )
                .Select(row => row.Number)
                .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<ProtocolItem> Item(
        CommissionMeeting meeting,
        AgendaItem item,
        List<string> invited,
        CancellationToken cancellationToken
    )
    {
        var matter = await matters.Matter(item, cancellationToken);
        var municipality = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == matter.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var votes = await db.Set<Vote>()
            .AsNoTracking()
            .Where(row => row.AgendaItemId == item.Id && row.Round == item.Round)
            .ToListAsync(cancellationToken);
        var voteIds = votes.ConvertAll(vote => vote.Id);
        var dissents = await db.Set<DissentingOpinion>()
            .AsNoTracking()
            .Where(row => voteIds.Contains(row.VoteId))
            .ToListAsync(cancellationToken);
        var about = matter is SittingQuestion question
            ? OnQuestion(item, question, municipality)
            : await OnCase((AppointmentCase)matter, meeting, municipality, cancellationToken);
        invited.Add(about.FullName);
        return about with
        {
            Recused = [.. (await recusals.Of(matter, cancellationToken)).Select(row => row.MemberName)],
            Heard = MinutesText.Paragraphs(item.Heard),
            Speeches = MinutesText.Paragraphs(item.Spoken),
            Resolved = MinutesText.Paragraphs(item.Resolved),
            Secret = item.Ballot == BallotKind.Secret && item.VoteOpenedAt is not null,
            Released = item.ReleasedFor ?? "",
            Vote = Count(await ballots.Of(item, cancellationToken)),
            Dissents =
            [
                .. dissents.Select(dissent => new Dissent(votes.Single(vote => vote.Id == dissent.VoteId).MemberName, dissent.Text)),
            ],
        };
    }

    private static ProtocolItem OnQuestion(AgendaItem item, SittingQuestion question, string municipality) =>
        new()
        {
            FullName = question.PersonName,
            Position = "",
            Municipality = municipality,
            Kind = question.Kind == QuestionKind.Attestation ? ItemKind.Attestation : ItemKind.Renewal,
            TestScore = question.TestScore,
            Percent = question.Percent,
            Ground = question.Note ?? "",
            // A question that was taken off this agenda is decided by another sitting.
            Decision =
                item.ReleasedFor is null && question.IsPassed is { } passed
                    ? new Resolution(passed ? PaperDecision.Approve : PaperDecision.Refuse)
                    : null,
        };

    private async Task<ProtocolItem> OnCase(
        AppointmentCase about,
        CommissionMeeting meeting,
        string municipality,
        CancellationToken cancellationToken
    )
    {
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == about.Id && row.GivenAt != null)
            .OrderBy(row => row.GivenAt)
            .ToListAsync(cancellationToken);
        var decision = await DecisionOn(about.Id, meeting, cancellationToken);
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
        };
    }

    /// <summary>Everybody who was there, and who of them not all the time.</summary>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<PresenceNote> Notes)> Present(
        CommissionMeeting meeting,
        CancellationToken cancellationToken
    )
    {
        var stays = await db.Set<SittingPresence>()
            .AsNoTracking()
            .Where(row => row.MeetingId == meeting.Id)
            .OrderBy(row => row.CameAt)
            .ThenBy(row => row.Name)
            .ToListAsync(cancellationToken);
        // Sittings that were opened before presence was written down.
        if (stays.Count == 0)
            return (meeting.PresentNames, []);
        var notes = new List<PresenceNote>();
        foreach (var own in stays.GroupBy(stay => stay.UserId))
        {
            var hours = string.Join(", ", own.Select(stay => Hours(meeting, stay)).Where(text => text.Length > 0));
            if (hours.Length > 0)
                notes.Add(new PresenceNote(own.First().Name, hours));
        }

        return ([.. stays.DistinctBy(stay => stay.UserId).Select(stay => stay.Name)], notes);
    }

    private string Hours(CommissionMeeting meeting, SittingPresence stay)
    {
        var came = stay.CameAt > meeting.OpenedAt ? $"с {Hour(stay.CameAt)}" : "";
        var left = stay.LeftAt is { } moment && moment != meeting.HeldAt ? $"до {Hour(moment)}" : "";
        return $"{came} {left}".Trim();

        string Hour(DateTimeOffset at) => time.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    private static VoteCount? Count(IReadOnlyList<CastBallot> cast) =>
        cast.Count == 0
            ? null
            : new VoteCount(
                cast.Count(vote => vote.Choice == Choice.Approve),
                cast.Count(vote => vote.Choice == Choice.Refuse),
                cast.Count(vote => vote.Choice == Choice.Abstain)
            );
}
