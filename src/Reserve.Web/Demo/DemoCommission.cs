using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers.Signatures;

namespace Reserve.Web.Demo;

/// <summary>
/// The work of the commission: two sittings behind, with an appointment, a refusal, an approval that waits for its act and a case that was
/// put off; one sitting today, one to come; and cases that are with the experts, returned and withdrawn.
/// </summary>
internal sealed class DemoCommission(DemoOffice office, DemoClock clock)
{
    private readonly Queue<string> municipalities = [];
    private readonly Queue<string> people = [];
    private List<User> members = [];
    private int letters;
    private CommissionMeetingId today;
    private AppointmentCaseId voting;

    private User Secretary => office.Officer(Roles.CommissionSecretary);

    private User Chair => office.Officer(Roles.CommissionChair);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>What has been decided, and the agendas of today's sitting and of the one to come.</summary>
    public async Task Past(DateTimeOffset now)
    {
        await Meet();
        clock.MoveTo(now.AddDays(-76));
        var appointed = await Register("Гущин Аркадий Львович");
        var refused = await Register("Рябов Прохор Денисович");
        await Prepare(appointed, Verdict.Positive);
        await Prepare(refused, Verdict.Negative);
        await Sit(await Scheduled(now.AddDays(-48), appointed, refused), (appointed, "Approve"), (refused, "Refuse"));
        clock.MoveTo(now.AddDays(-44));
        Must(await Send(office.Officer(Roles.HrOfficer), new EnterAct(appointed, "23-к", Today, Today.AddDays(1), [])));
        await office.Work();

        clock.MoveTo(now.AddDays(-42));
        var approved = await Register(people.Dequeue());
        var postponed = await Register(people.Dequeue());
        await Prepare(approved, Verdict.Positive);
        await Prepare(postponed, Verdict.Positive);
        await Sit(await Scheduled(now.AddDays(-27), approved, postponed), (approved, "Approve"), (postponed, "Postpone"));

        var ready = new List<AppointmentCaseId>();
        clock.MoveTo(now.AddDays(-26));
        for (var i = 0; i < 4; i++)
            ready.Add(await Register(people.Dequeue()));
        foreach (var one in ready)
            await Prepare(one, Verdict.Positive);
        voting = ready[0];
        today = await Scheduled(now.AddHours(-1), ready[0], ready[1]);
        await CloseAgenda(today);
        await Scheduled(now.AddDays(12), ready[2], ready[3]);
    }

    /// <summary>A sitting is under way; and what lies on the desks.</summary>
    public async Task Present(DateTimeOffset now)
    {
        clock.MoveTo(now.AddHours(-1));
        await office.Work();
        await Open(today);
        await Vote(voting, [.. members.Take(2)]);

        var expertise = await Register(people.Dequeue());
        await Check(expertise);
        await ApproveBrief(expertise);
        Must(await Send((await Asked(expertise))[0], new GiveOpinion(expertise, Verdict.Positive, Opinion(Verdict.Positive))));
        var returned = await Register(people.Dequeue());
        await Check(returned, lacking: "consent");
        var withdrawn = await Register(people.Dequeue());
        Must(await Send(office.Officer(Roles.RegionalAuthority), new WithdrawRequest(withdrawn, "Кандидат отказался от назначения.")));
        await office.Work();
    }

    private async Task Meet()
    {
        var (free, names, commission) = await office.As(
            null,
            async provider =>
            {
                var db = provider.GetRequiredService<ReserveDb>();
                var held = db.Set<Features.Persons.Tenure>().Select(row => row.Territory);
                return (
                    await db.Set<Territory>()
                        .Where(row => row.Parent == DemoOffice.Region && !held.Contains(row.Path))
                        .OrderByDescending(row => row.Path)
                        .Select(row => row.Name)
                        .ToListAsync(),
                    await db.Set<ReserveEntry>()
                        .Where(entry => entry.Stage == CycleStage.Use && entry.Status == EntryStatus.InReserve)
                        .Join(db.Set<Candidate>(), entry => entry.CandidateId, candidate => candidate.Id, (entry, candidate) => candidate)
                        .Where(candidate => candidate.UserId == null)
                        .OrderBy(candidate => candidate.Id)
                        .ToListAsync(),
                    await db.Set<CommissionMember>()
                        .Where(row => row.Territory == DemoOffice.Region)
                        .Join(db.Set<User>(), seat => seat.UserId, user => user.Id, (seat, user) => user)
                        .OrderBy(user => user.UserName)
                        .ToListAsync()
                );
            }
        );
        foreach (var name in free)
            municipalities.Enqueue(name);
        foreach (var person in names)
            people.Enqueue(person.FullName);
        members = commission;
    }

    private async Task<AppointmentCaseId> Register(string person)
    {
        var registered = await Send(
            null,
            new RegisterRequest(
                municipalities.Dequeue(),
                person,
                null,
                DemoAppointments.MinistryAddress,
                $"<demo-commission-{++letters}@example.org>"
            )
        );
        Must(registered);
        Must(await Send(null, new AddDocuments(registered.Value.Case, DemoLetterFiles.Of(person, 8))));
        await office.Work();
        return registered.Value.Case;
    }

    /// <summary>The whole way of a case up to the agenda, in five days.</summary>
    private async Task Prepare(AppointmentCaseId id, Verdict verdict)
    {
        await Check(id);
        await ApproveBrief(id);
        foreach (var expert in await Asked(id))
            Must(await Send(expert, new GiveOpinion(id, verdict, Opinion(verdict))));
        await office.Work();
    }

    private async Task Check(AppointmentCaseId id, string? lacking = null)
    {
        var officer = office.Officer(Roles.HrOfficer);
        var documents = await office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<CaseDocument>()
                    .Where(row => row.CaseId == id)
                    .OrderBy(row => row.Id)
                    .Select(row => new { row.Id, row.Kind })
                    .ToListAsync()
        );
        foreach (var document in documents.Where(document => document.Kind != lacking))
        {
            Must(await Send(officer, new OpenDocument(document.Id)));
            Must(await Send(officer, new AcceptDocument(document.Id)));
        }

        foreach (var document in documents.Where(document => document.Kind == lacking))
            Must(await Send(officer, new ReturnDocument(document.Id, "Согласие не подписано.")));
        Must(await Send(officer, new CheckDocuments(id, null)));
        await office.Work();
    }

    private Task ApproveBrief(AppointmentCaseId id) =>
        office.Complete(
            "brief-approval",
            about =>
                about == id.Value ? ("""{"conclusion":"Опыт управления и результаты территории позволяют занять должность."}""", "approve") : null,
            AppointmentCase.SubjectType
        );

    private async Task<List<User>> Asked(AppointmentCaseId id)
    {
        var asked = await office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<ExpertOpinion>()
                    .Where(row => row.CaseId == id)
                    .Select(row => row.ExpertUserId)
                    .ToListAsync()
        );
        return [.. members.Where(member => asked.Contains(member.Id))];
    }

    private static string Opinion(Verdict verdict) =>
        verdict == Verdict.Positive
            ? "Программа развития опирается на показатели мониторинга территории, опыт управления достаточен."
            : "Программа развития не показывает, как изменятся показатели территории.";

    private async Task<CommissionMeetingId> Scheduled(DateTimeOffset at, params AppointmentCaseId[] cases)
    {
        var meeting = await Send(Secretary, new ScheduleMeeting(DemoOffice.Region, OnTheHour(at), "Челябинск, зал заседаний министерства"));
        Must(meeting);
        await office.Work();
        foreach (var one in cases)
            Must(await Send(Secretary, new PutOnAgenda(one, meeting.Value)));
        await office.Work();
        return meeting.Value;

        // Nobody sits at a weekend, but for the one that is under way whatever the day.
        DateTimeOffset OnTheHour(DateTimeOffset moment)
        {
            moment = moment.AddMinutes(-moment.Minute).AddSeconds(-moment.Second);
            while (moment > clock.GetUtcNow().AddDays(2) && moment.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday))
                moment = moment.AddDays(1);
            return moment;
        }
    }

    private async Task CloseAgenda(CommissionMeetingId meeting)
    {
        Must(await Send(Secretary, new CloseAgenda(meeting)));
        await office.Work();
    }

    private async Task Open(CommissionMeetingId meeting)
    {
        Must(await Send(Secretary, new OpenSitting(meeting, [.. members.Select(member => member.Id)])));
        await office.Work();
    }

    private async Task Sit(CommissionMeetingId meeting, params (AppointmentCaseId Case, string Decision)[] items)
    {
        await CloseAgenda(meeting);
        clock.MoveTo(await office.As(null, provider => AtOf(provider.GetRequiredService<ReserveDb>(), meeting)));
        await office.Work();
        await Open(meeting);
        foreach (var (one, decision) in items)
        {
            await Vote(one, members, decision == "Refuse" ? Choice.Refuse : Choice.Approve);
            await office.Complete(
                "decision",
                about =>
                    about == one.Value
                        ? (
                            JsonSerializer.Serialize(
                                new
                                {
                                    decision,
                                    reason = decision == "Refuse" ? "Programme" : null,
                                    text = decision == "Refuse" ? "Программа развития не защищена." : null,
                                    postponedUntil = decision == "Postpone" ? office.Day(20) : null,
                                }
                            ),
                            null
                        )
                        : null,
                AppointmentCase.SubjectType
            );
        }

        Must(await Send(Secretary, new HoldSitting(meeting)));
        await office.Work();
        foreach (var item in await Items(meeting))
            Must(
                await Send(
                    Secretary,
                    new KeepMinutes(item.Id, "Защита программы развития, собеседование.", "Вопросы о кадрах и о сети школ.", null, item.RowVersion)
                )
            );
        Must(await Send(Secretary, new CloseProtocol(meeting)));
        await office.Work();
        Must(await Send(Chair, new ConfirmProtocol(meeting, true, null)));
        await office.Work();
        Must(await Send(Secretary, new SignProtocol(meeting, SignatureKind.Paper, Today, [])));
        await office.Work();
    }

    private async Task Vote(AppointmentCaseId id, IReadOnlyList<User> voters, Choice choice = Choice.Approve)
    {
        var item = await office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<AgendaItem>()
                    .Where(row => row.CaseId == id && row.ClosedAt == null)
                    .Select(row => row.Id)
                    .SingleAsync()
        );
        Must(await Send(Secretary, new HearItem(item)));
        await office.Work();
        Must(await Send(Secretary, new OpenVote(item, BallotKind.Open)));
        await office.Work();
        foreach (var voter in voters)
            Must(await Send(voter, new CastVote(id, choice, null)));
        await office.Work();
    }

    private Task<List<AgendaItem>> Items(CommissionMeetingId meeting) =>
        office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<AgendaItem>()
                    .AsNoTracking()
                    .Where(row => row.MeetingId == meeting)
                    .ToListAsync()
        );

    private static Task<DateTimeOffset> AtOf(ReserveDb db, CommissionMeetingId meeting) =>
        db.Set<CommissionMeeting>().Where(row => row.Id == meeting).Select(row => row.ScheduledAt).SingleAsync();

    private Task<T> Send<T>(User? person, MediatR.IRequest<T> command) =>
        office.As(person, provider => provider.GetRequiredService<MediatR.IMediator>().Send(command));

    private static void Must(IOutcome outcome)
    {
        if (!outcome.IsOk)
            throw new InvalidOperationException($"The demonstration of the commission: {outcome.Code}");
    }
}
