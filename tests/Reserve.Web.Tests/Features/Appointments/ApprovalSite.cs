using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers.Signatures;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>
/// The site with the shipped approval process, a commission of five and a person to be approved; jobs run when the test says so.
/// </summary>
public sealed class ApprovalSite : IAsyncLifetime
{
    public const string Region = "RU.74";
    public const string Municipality = "RU.74.01";
    public const string Person = "Синицына Анна Павловна";
    public const string Address = "ministry@example.test";

    // Whether LibreOffice is installed here is no matter of these tests.
    private readonly SiteFixture site;
    private int letters;

    public ApprovalSite()
        : this([]) { }

    /// <param name="settings">Settings beside the usual ones, as on the command line.</param>
    internal ApprovalSite(params string[] settings) =>
        site = new() { Adjust = Alone, Settings = ["--Preview:Office=no-such-program", .. settings] };

    public SiteFixture Site => site;

    public FakeTimeProvider Clock => site.Clock;

    public User Officer { get; private set; } = null!;

    public User Secretary { get; private set; } = null!;

    public User Chair { get; private set; } = null!;

    public User Authority { get; private set; } = null!;

    public IReadOnlyList<User> Members { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        Officer = await site.CreateUser("hr-74", Region, Roles.HrOfficer);
        Secretary = await site.CreateUser("secretary-74", Region, Roles.CommissionSecretary);
        Chair = await site.CreateUser("chair-74", Region, Roles.CommissionChair);
        Authority = await site.CreateUser("ministry-74", Region, Roles.RegionalAuthority);
        Members = [await Member("member-a"), await Member("member-b"), await Member("member-c"), await Member("member-d")];
        await Deploy("appointment-approval");
        await Deploy("brief-request");
        await Deploy("commission-sitting");
        await Deploy("commission-question");
        await Deploy("reserve-cycle");
        await site.AsSystem(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            Assert.True((await mediator.Send(new AddMember(Region, Chair.Id, SeatRole.Chair))).IsOk);
            foreach (var member in Members)
                Assert.True((await mediator.Send(new AddMember(Region, member.Id, SeatRole.Member))).IsOk);
            Assert.True((await mediator.Send(new AddSender(Region, Address, "Министерство образования"))).IsOk);
            var db = services.GetRequiredService<ReserveDb>();
            db.Add(
                new CurrentHead
                {
                    Id = Ids.New<CurrentHeadId>(Clock.GetUtcNow()),
                    Territory = "RU.74.02",
                    PersonName = Person,
                }
            );
            db.Add(
                new CurrentHead
                {
                    Id = Ids.New<CurrentHeadId>(Clock.GetUtcNow()),
                    Territory = "RU.74.03",
                    PersonName = "Орлов Иван Петрович",
                }
            );
            db.Add(
                new CurrentHead
                {
                    Id = Ids.New<CurrentHeadId>(Clock.GetUtcNow()),
                    Territory = "RU.74.04",
                    PersonName = "Орлов Игорь Павлович",
                }
            );
            await db.SaveChangesAsync();
            return true;
        });
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    public Task<T> As<T>(User user, IRequest<T> command) =>
        site.As(user.Territory, user.Roles, services => services.GetRequiredService<IMediator>().Send(command), user.Id);

    public Task<string> NameOf(string territory) =>
        site.Look("RU", db => db.Set<Territory>().Where(row => row.Path == territory).Select(row => row.Name).SingleAsync());

    /// <summary>A letter of the ministry becomes a case.</summary>
    public async Task<AppointmentCaseId> Registered()
    {
        var request = new RegisterRequest(
            await NameOf(Municipality),
            Person,
            $"Начальник управления образования {++letters}",
            Address,
            $"<letter-{letters}@example.test>"
        );
        var result = await site.SendAsSystem(request);
        Assert.True(result.IsOk, result.Reason);
        await Work();
        return result.Value.Case;
    }

    /// <summary>A case whose documents are complete and whose brief is approved: experts are asked.</summary>
    public async Task<AppointmentCaseId> UnderExpertise()
    {
        var id = await Registered();
        await CheckDocuments(id, AllDocuments);
        await Complete(Officer, id, "ApproveBrief", "approve");
        return id;
    }

    /// <summary>A case with three opinions, waiting for its place on an agenda.</summary>
    public async Task<AppointmentCaseId> ReadyForAgenda()
    {
        var id = await UnderExpertise();
        foreach (var expert in await Asked(id))
            Assert.True((await As(expert, new GiveOpinion(id, Verdict.Positive, "Опыт достаточен."))).IsOk);
        await Work();
        return id;
    }

    public async Task<CommissionMeetingId> Meeting(int inDays = 20)
    {
        var result = await As(Secretary, new ScheduleMeeting(Region, Clock.GetUtcNow().AddDays(inDays), "Зал 1"));
        Assert.True(result.IsOk, result.Reason);
        await Work();
        return result.Value;
    }

    /// <summary>A case whose sitting is open and heard: the members are asked for their votes.</summary>
    public async Task<(AppointmentCaseId Case, CommissionMeetingId Meeting)> Voting(params User[] present)
    {
        var id = await ReadyForAgenda();
        var meeting = await Sitting(id, present.Length == 0 ? [Chair, .. Members] : present);
        await OpenVote(id);
        return (id, meeting);
    }

    /// <summary>A case on which all have voted so: the chair decides.</summary>
    public async Task<(AppointmentCaseId Case, OpenTask Task)> ToDecide(Choice choice)
    {
        var (id, _) = await Voting();
        foreach (var voter in Members.Append(Chair))
            Assert.True((await As(voter, new CastVote(id, choice, null))).IsOk);
        await Work();
        return (id, Assert.Single(await Tasks(id)));
    }

    /// <summary>The chair answers the form of the decision.</summary>
    internal Task<Result<Done, TaskRefusal>> Decide(OpenTask task, params (string Key, string Value)[] answers) =>
        As(
            Chair,
            new CompleteTask(
                new RunId(task.Run),
                (int)task.Wait,
                new RawAnswers(answers.ToDictionary(answer => answer.Key, answer => new[] { answer.Value }), []),
                null
            )
        );

    public async Task<SiteClient> SignedIn(User user)
    {
        var client = await site.Client();
        await client.SignIn(user.UserName!);
        return client;
    }

    /// <summary>The item under which a case stands on an agenda that is not closed for it.</summary>
    public Task<AgendaItemId> Item(AppointmentCaseId id) =>
        site.Look(
            "RU",
            db => db.Set<AgendaItem>().Where(row => row.CaseId == id && row.ClosedAt == null).Select(row => row.Id).SingleAsync()
        );

    /// <summary>The commission comes to the case.</summary>
    public async Task Hear(AppointmentCaseId id)
    {
        var heard = await As(Secretary, new HearItem(await Item(id)));
        Assert.True(heard.IsOk, heard.Reason);
        await Work();
    }

    /// <summary>The vote on a case that is heard is opened.</summary>
    public async Task OpenVote(AppointmentCaseId id, BallotKind ballot = BallotKind.Open)
    {
        var opened = await As(Secretary, new OpenVote(await Item(id), ballot));
        Assert.True(opened.IsOk, opened.Reason);
        await Work();
    }

    /// <summary>The sitting is closed and its protocol written, agreed to and signed.</summary>
    public async Task Protocol(CommissionMeetingId meeting)
    {
        var held = await As(Secretary, new HoldSitting(meeting));
        Assert.True(held.IsOk, held.Reason);
        await Minutes(meeting);
        var drafted = await As(Secretary, new CloseProtocol(meeting));
        Assert.True(drafted.IsOk, drafted.Reason);
        var agreed = await As(Chair, new ConfirmProtocol(meeting, true, null));
        Assert.True(agreed.IsOk, agreed.Reason);
        await Work();
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var signed = await As(Secretary, new SignProtocol(meeting, SignatureKind.Paper, today, []));
        Assert.True(signed.IsOk, signed.Reason);
        await Work();
    }

    /// <summary>Something stands under СЛУШАЛИ of every item that was heard.</summary>
    public async Task Minutes(CommissionMeetingId meeting)
    {
        var items = await site.Look(
            "RU",
            db => db.Set<AgendaItem>().Where(row => row.MeetingId == meeting && row.HeardAt != null && row.Heard == null).ToListAsync()
        );
        foreach (var item in items)
            Assert.True(
                (await As(Secretary, new KeepMinutes(item.Id, "Защита программы.", "Вопросы о сети школ.", null, item.RowVersion))).IsOk
            );
    }

    /// <summary>Puts the case on an agenda, closes it, lets the day come and opens the sitting.</summary>
    public async Task<CommissionMeetingId> Sitting(AppointmentCaseId id, params User[] present)
    {
        var meeting = await Meeting();
        var item = await As(Secretary, new PutOnAgenda(id, meeting));
        Assert.True(item.IsOk, item.Reason);
        await Work();
        Assert.True((await As(Secretary, new CloseAgenda(meeting))).IsOk);
        Clock.Advance(TimeSpan.FromDays(20));
        await Work();
        var opened = await As(Secretary, new OpenSitting(meeting, [.. present.Select(user => user.Id)]));
        Assert.True(opened.IsOk, opened.Reason);
        await Work();
        await Hear(id);
        return meeting;
    }

    public static IReadOnlyList<string> AllDocuments { get; } =
    ["submission", "questionnaire", "dossier", "records", "consent", "reference", "programme", "presentation"];

    /// <summary>These kinds of documents are shown on paper, and the check of the set ends.</summary>
    public async Task CheckDocuments(AppointmentCaseId id, params IReadOnlyList<string> shown)
    {
        foreach (var kind in shown)
            Assert.True((await As(Officer, new ShowOnPaper(id, kind, "Предъявлен лично"))).IsOk);
        var done = await As(Officer, new CheckDocuments(id, null));
        Assert.True(done.IsOk, done.Reason);
        await Work();
    }

    /// <summary>Completes the open task of an element by its form, then works on what follows.</summary>
    public Task Complete(
        User user,
        AppointmentCaseId id,
        string element,
        string? outcome = null,
        Dictionary<string, string[]>? answers = null
    ) => Complete(user, id.Value, element, outcome, answers);

    public async Task Complete(User user, Guid id, string element, string? outcome = null, Dictionary<string, string[]>? answers = null)
    {
        var task = Assert.Single(await Tasks(id), task => task.Element == element);
        var result = await As(user, new CompleteTask(new RunId(task.Run), (int)task.Wait, new RawAnswers(answers ?? [], []), outcome));
        Assert.True(result.IsOk, result.Reason);
        await Work();
    }

    public sealed record OpenTask(string Element, Guid Run, long Wait, Guid? Assignee);

    public Task<List<OpenTask>> Tasks(AppointmentCaseId id) => Tasks(id.Value);

    public Task<List<OpenTask>> Tasks(Guid subject) =>
        site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<OpenTask>(
                        $"""
                        select t.element_id as "Element", t.run_id as "Run", t.wait_id as "Wait", t.assignee as "Assignee"
                        from task t join process_run r on r.id = t.run_id where r.subject_id = {subject.ToString()} and t.state = 'open'
                        order by t.wait_id
                        """
                    )
                    .ToListAsync()
        );

    public async Task<IReadOnlyList<string>> Elements(AppointmentCaseId id) => [.. (await Tasks(id)).Select(task => task.Element)];

    /// <summary>The experts whose opinion is asked for now.</summary>
    public async Task<IReadOnlyList<User>> Asked(AppointmentCaseId id)
    {
        var asked = (await Tasks(id)).Where(task => task.Element == "Opinion").Select(task => task.Assignee).ToList();
        return [.. Members.Where(member => asked.Contains(member.Id))];
    }

    public Task<AppointmentCase> Case(AppointmentCaseId id) =>
        site.Look("RU", db => db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == id));

    public Task<List<string>> Incidents(AppointmentCaseId id) =>
        site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<string>(
                        $"""
                        select i.code || ': ' || i.message as "Value" from incident i join process_run r on r.id = i.run_id
                        where r.subject_id = {id.Value.ToString()} and i.resolved_at is null
                        """
                    )
                    .ToListAsync()
        );

    /// <summary>Works on every due job, also those that come of it; an incident fails the test at once.</summary>
    public async Task Work()
    {
        await site.Work();
        var incidents = await site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<string>(
                        $"""
                        select code || ': ' || message as "Value" from incident where resolved_at is null
                        union all select activity || ': failed once' from job where attempts > 0
                        """
                    )
                    .ToListAsync()
        );
        Assert.Empty(incidents);
    }

    /// <summary>No workers beside the test, and no other processes.</summary>
    private static void Alone(IServiceCollection services) =>
        services.Configure<RuntimeOptions>(options => (options.Workers, options.Workflows) = (0, null));

    private Task<User> Member(string name) => site.CreateUser(name, Region, Roles.CommissionMember);

    private Task<bool> Deploy(string process) =>
        site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var folder = Path.Combine(AppContext.BaseDirectory, "workflows", process);
            var (_, diagnostics) = await services
                .GetRequiredService<Deployment>()
                .Deploy(
                    ProcessBundle.Read(folder),
                    null,
                    Deployment.Shipped,
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            await transaction.CommitAsync();
            Assert.DoesNotContain(diagnostics, found => found.Severity == BpmnSeverity.Error);
            return true;
        });
}
