using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Demo;

/// <summary>
/// The work of the commission: two sittings behind, with an appointment, a refusal, an approval that waits for its act and a case that was
/// put off; one sitting today, one to come; and cases that are with the experts, returned and withdrawn.
/// </summary>
internal sealed class DemoCommission(DemoOffice office, DemoClock clock)
{
    private readonly Queue<string> municipalities = [];
    private readonly Queue<string> people = [];

    /// <summary>From outside the reserve, when it has nobody left.</summary>
    private readonly Queue<string> outsiders = new([
        "Дерябин Егор Максимович",
        "Лаптева Марина Олеговна",
        "Сажин Роман Андреевич",
        "Крылова Инна Викторовна",
        "Осипов Лев Тимурович",
        "Нечаева Алла Борисовна",
        "Фомин Илья Петрович",
        "Ушакова Рита Львовна",
        "Белов Олег Егорович",
    ]);
    private readonly DemoSitting sittings = new(office, clock);
    private CommissionMeetingId today;
    private int letters;
    private int judged;

    /// <summary>What has been decided, and the agendas of today's sitting and of the one to come.</summary>
    public async Task Past(DateTimeOffset now)
    {
        await Meet();
        clock.MoveTo(now.AddDays(-76));
        const string head = "Гущин Аркадий Львович";
        var appointed = await Ready(head);
        var refused = await Ready("Рябов Прохор Денисович", Verdict.Negative);
        await Sit(now.AddDays(-48), (appointed, "Approve"), (refused, "Refuse"));
        clock.MoveTo(now.AddDays(-44));
        Must(await office.Send(new EnterAct(appointed, "23-к", Day(0), Day(1), [DemoLetterFiles.ActFor(head, "23-к")])));
        await office.Work();

        clock.MoveTo(now.AddDays(-42));
        var approved = await Ready(Person());
        var postponed = await Ready(Person());
        await Sit(now.AddDays(-28), (approved, "Approve"), (postponed, "Postpone"));

        clock.MoveTo(now.AddDays(-25));
        today = await sittings.Schedule(now.AddHours(-1), Items(await Ready(Person()), await Ready(Person())));
        await sittings.CloseAgenda(today);
        await sittings.Schedule(DemoSitting.AtTen(now.AddDays(12)), Items(await Ready(Person()), await Ready(Person())));
    }

    /// <summary>A sitting is under way; and what lies on the desks.</summary>
    public async Task Present(DateTimeOffset now)
    {
        clock.MoveTo(now.AddHours(-1));
        await office.Work();
        await sittings.Open(today);
        await sittings.Vote((await sittings.Items(today))[0], sittings.Members.Take(2), Choice.Approve);

        var expertise = await Register(Person());
        await Check(expertise);
        await ApproveBrief(expertise);
        await Judge((await Asked(expertise))[0], expertise, Verdict.Positive);
        await Check(await Register(outsiders.Dequeue()), lacking: "consent");
        var withdrawn = await Register(outsiders.Dequeue());
        Must(
            await office.Send(office.Officer(Roles.RegionalAuthority), new WithdrawRequest(withdrawn, "Кандидат отказался от назначения."))
        );
        await office.Work();
    }

    private async Task Meet()
    {
        var (free, names) = await office.As(
            null,
            async provider =>
            {
                var db = provider.GetRequiredService<ReserveDb>();
                var held = db.Set<Tenure>().Select(row => row.Territory);
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
                        .ToListAsync()
                );
            }
        );
        foreach (var name in free)
            municipalities.Enqueue(name);
        foreach (var person in names)
            people.Enqueue(person.FullName);
    }

    private string Person() => (people.Count > 0 ? people : outsiders).Dequeue();

    private async Task<AppointmentCaseId> Register(string person)
    {
        var id = await office.As(
            null,
            async provider =>
            {
                var mediator = provider.GetRequiredService<IMediator>();
                var registered = await mediator.Send(
                    new RegisterRequest(
                        municipalities.Dequeue(),
                        person,
                        null,
                        DemoAppointments.MinistryAddress,
                        $"<demo-commission-{++letters}@example.org>"
                    )
                );
                Must(registered);
                Must(await mediator.Send(new AddDocuments(registered.Value.Case, DemoLetterFiles.Of(person, 8))));
                return registered.Value.Case;
            }
        );
        await office.Work();
        return id;
    }

    /// <summary>A case on its way up to a place on an agenda.</summary>
    private async Task<AppointmentCaseId> Ready(string person, Verdict verdict = Verdict.Positive)
    {
        var id = await Register(person);
        await Check(id);
        await ApproveBrief(id);
        foreach (var expert in await Asked(id))
            await Judge(expert, id, verdict);
        await office.Work();
        return id;
    }

    private async Task Check(AppointmentCaseId id, string? lacking = null)
    {
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
        foreach (var document in documents)
        {
            Must(await office.Send(new OpenDocument(document.Id)));
            if (document.Kind == lacking)
                Must(await office.Send(new ReturnDocument(document.Id, "Согласие не подписано.")));
            else
                Must(await office.Send(new AcceptDocument(document.Id)));
        }

        Must(await office.Send(new CheckDocuments(id, null)));
        await office.Work();
    }

    private Task ApproveBrief(AppointmentCaseId id) =>
        Answer(id, "brief-approval", """{"conclusion":"Опыт управления и результаты территории позволяют занять должность."}""", "approve");

    private async Task Judge(User expert, AppointmentCaseId about, Verdict verdict)
    {
        var set = await office.As(
            expert,
            async provider =>
                await provider
                    .GetRequiredService<CriteriaBook>()
                    .For(
                        await provider.GetRequiredService<ReserveDb>().Set<AppointmentCase>().SingleAsync(row => row.Id == about),
                        CancellationToken.None
                    )
        );
        var severity = expert.UserName!.Sum(letter => letter) % 3;
        var marks = DemoCriteria.Marks(set, verdict, severity + (judged++ % 2));
        Must(await office.Send(expert, new GiveOpinion(about, verdict, Opinion(verdict), marks)));
    }

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
        return [.. sittings.Members.Where(member => asked.Contains(member.Id))];
    }

    private async Task Sit(DateTimeOffset day, params (AppointmentCaseId Case, string Decision)[] items)
    {
        day = DemoSitting.AtTen(day);
        var meeting = await sittings.Schedule(day, Items([.. items.Select(item => item.Case)]));
        await sittings.CloseAgenda(meeting);
        clock.MoveTo(day);
        await office.Work();
        await sittings.Open(meeting);
        foreach (var item in await sittings.Items(meeting))
        {
            var decision = items.Single(one => one.Case == item.CaseId).Decision;
            var isRefused = decision == "Refuse";
            await sittings.Vote(item, sittings.Members, isRefused ? Choice.Refuse : Choice.Approve);
            await Answer(
                item.CaseId!.Value,
                "decision",
                JsonSerializer.Serialize(
                    new
                    {
                        decision,
                        reason = isRefused ? "Programme" : null,
                        text = isRefused ? "Программа развития не защищена." : null,
                        postponedUntil = decision == "Postpone" ? office.Day(20) : null,
                    }
                ),
                null
            );
        }

        await sittings.Close(meeting);
    }

    private Task Answer(AppointmentCaseId id, string form, string answers, string? outcome) =>
        office.Complete(form, about => about == id.Value ? (answers, outcome) : null, AppointmentCase.SubjectType);

    private static IEnumerable<(AppointmentCaseId?, SittingQuestionId?)> Items(params AppointmentCaseId[] cases) =>
        cases.Select(one => ((AppointmentCaseId?)one, (SittingQuestionId?)null));

    private static string Opinion(Verdict verdict) =>
        verdict == Verdict.Positive
            ? "Программа развития опирается на показатели мониторинга территории, опыт управления достаточен."
            : "Программа развития не показывает, как изменятся показатели территории.";

    private DateOnly Day(int days) => DateOnly.FromDateTime(clock.GetUtcNow().AddDays(days).UtcDateTime);

    private static void Must(IOutcome outcome)
    {
        if (!outcome.IsOk)
            throw new InvalidOperationException($"The demonstration of the commission: {outcome.Code}");
    }
}
