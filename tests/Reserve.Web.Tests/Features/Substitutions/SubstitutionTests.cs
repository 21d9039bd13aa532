using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.Substitutions;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Features.Appointments;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Substitutions;

/// <summary>By an instrument a person does the tasks of another: while it lasts, in its scope, under both names, and no more.</summary>
public sealed class SubstitutionTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private static int users;

    [Fact]
    public async Task A_substitute_sees_and_does_the_tasks_of_the_absent_person_under_both_names_until_it_ends()
    {
        var other = await User(Roles.RegionalAuthority);
        var first = await AtBrief();
        var second = await AtBrief();
        Assert.DoesNotContain(await Listed(other), row => row.Role == Roles.HrOfficer);
        var substitution = await Made(Tasks(site.Officer, other) with { Role = Roles.HrOfficer });

        var seen = (await Listed(other)).Where(row => row.Role == Roles.HrOfficer).ToList();
        Assert.All(seen, row => Assert.Equal("за hr-74 по приказу № 12 от 20.11.2026", row.For));
        Assert.Equal(seen.Count, (await Ask(other, tasks => tasks.Count(CancellationToken.None))).Open - await OwnOpen(other));
        await Complete(other, first, "ApproveBrief");

        Assert.Equal(
            "tester за hr-74 по приказу № 12 от 20.11.2026",
            await site.Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>(
                            $"""
                            select t.closed_by_name as "Value" from task t join process_run r on r.id = t.run_id
                            where r.subject_id = {first.Value.ToString()} and t.element_id = 'ApproveBrief'
                            """
                        )
                        .SingleAsync()
            )
        );
        Assert.Equal(
            "tester за hr-74 по приказу № 12 от 20.11.2026",
            await site.Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>(
                            $"""
                            select m.actor as "Value" from run_mark m join process_run r on r.id = m.run_id
                            where r.subject_id = {first.Value.ToString()} and m.kind = 'substitute'
                            """
                        )
                        .SingleAsync()
            )
        );
        var row = await site.Site.Look(
            "RU",
            db =>
                db.Set<AuditEvent>()
                    .AsNoTracking()
                    .SingleAsync(row => row.Command == nameof(CompleteTask) && row.Subjects.Contains(substitution.Value))
        );
        Assert.Equal(other.Id, row.UserId);

        Assert.True((await site.As(site.Officer, new EndSubstitution(substitution, "Вышла из отпуска раньше"))).IsOk);
        Assert.DoesNotContain(await Listed(other), task => task.Role == Roles.HrOfficer);
        Assert.IsType<TaskRefusal.NotYours>((await Try(other, second, "ApproveBrief")).Refusal);
        await Complete(site.Officer, second, "ApproveBrief");
    }

    [Fact]
    public async Task A_task_taken_in_the_place_of_another_is_with_that_one_when_the_days_are_over()
    {
        var (absent, other) = (await User(Roles.HrOfficer), await User(Roles.MunicipalAuthority));
        var id = await AtBrief();
        var task = Assert.Single(await site.Tasks(id), task => task.Element == "ApproveBrief");
        await Made(Tasks(absent, other) with { Until = Today });
        Assert.True((await site.As(other, new ClaimTask(new RunId(task.Run), (int)task.Wait))).IsOk);
        Assert.Equal(absent.Id, Assert.Single(await site.Tasks(id), row => row.Wait == task.Wait).Assignee);
        Assert.Contains(await Listed(other), row => row.Run.Value == task.Run && row.For is not null);
        site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await Listed(other), row => row.Run.Value == task.Run);
        Assert.IsType<TaskRefusal.NotYours>((await Try(other, id, "ApproveBrief")).Refusal);
        await Complete(absent, id, "ApproveBrief");
    }

    [Fact]
    public async Task Only_the_territory_and_the_role_of_the_substitution_are_meant()
    {
        var (absent, other) = (await User(Roles.HrOfficer, Roles.CommissionSecretary), await User(Roles.RegionalAuthority));
        await Made(Tasks(absent, other) with { Role = Roles.HrOfficer, Territory = "RU.74.07" });
        var id = await AtBrief();
        Assert.IsType<TaskRefusal.NotYours>((await Try(other, id, "ApproveBrief")).Refusal);
        Assert.IsType<Rejection.NotAllowed>(
            (await site.As(other, new ScheduleMeeting("RU.74", site.Clock.GetUtcNow().AddDays(9), "Зал"))).Rejection
        );
    }

    [Fact]
    public async Task What_a_page_decides_is_decided_in_the_place_of_the_absent_person_and_in_that_territory()
    {
        var (absent, other) = (await User(Roles.CommissionSecretary), await User(Roles.RegionalAuthority));
        var schedule = new ScheduleMeeting("RU.74", site.Clock.GetUtcNow().AddDays(9), "Зал 2");
        Assert.IsType<Rejection.NotAllowed>((await site.As(other, schedule)).Rejection);
        var substitution = await Made(Tasks(absent, other) with { Role = Roles.CommissionSecretary });
        var meeting = await site.As(other, schedule);
        Assert.True(meeting.IsOk, meeting.Reason);
        Assert.IsType<Rejection.NotAllowed>((await site.As(other, schedule with { Territory = "RU.66" })).Rejection);
        var id = await site.ReadyForAgenda();
        var task = Assert.Single(await site.Tasks(id));
        Assert.True((await site.As(absent, new ClaimTask(new RunId(task.Run), (int)task.Wait))).IsOk);
        var item = await site.As(other, new PutOnAgenda(id, meeting.Value));
        Assert.True(item.IsOk, item.Reason);
        Assert.True(
            await site.Site.Look(
                "RU",
                db =>
                    db.Set<AuditEvent>()
                        .AnyAsync(row =>
                            row.Command == nameof(PutOnAgenda) && row.Subjects.Contains(substitution.Value) && row.UserId == other.Id
                        )
            )
        );
    }

    [Fact]
    public async Task An_opinion_is_given_in_the_seat_and_not_by_a_substitution_of_tasks()
    {
        var other = await User(Roles.CommissionMember);
        var id = await site.UnderExpertise();
        var expert = (await site.Asked(id))[0];
        await Made(Tasks(expert, other));
        var opinion = new GiveOpinion(id, Verdict.Positive, "Опыт достаточен.");
        Assert.IsType<OpinionRefusal.NotAsked>((await site.As(other, opinion)).Refusal);
        Assert.DoesNotContain(await Listed(other), row => row.Assignee == expert.Id);
        await Made(Seat(expert, other, await SeatOf(expert)));
        Assert.Contains(await Listed(other), row => row.Assignee == expert.Id && row.For is not null);
        Assert.True((await site.As(other, opinion)).IsOk);
        Assert.False((await site.As(expert, opinion)).IsOk);
        var given = await site.Site.Look(
            "RU",
            db => db.Set<ExpertOpinion>().AsNoTracking().SingleAsync(row => row.CaseId == id && row.ExpertUserId == expert.Id)
        );
        Assert.Equal($"tester за {expert.UserName} по приказу № 12 от 20.11.2026", given.ExpertName);
        await EndAll();
    }

    [Fact]
    public async Task A_substitute_votes_once_in_the_seat_and_the_member_does_not_vote_beside()
    {
        var other = await User(Roles.CommissionMember);
        var member = site.Members[3];
        var id = await site.ReadyForAgenda();
        await Made(Seat(member, other, await SeatOf(member)) with { Until = Today.AddDays(20) });
        var seats = await site.Site.AsSystem(services =>
            CommissionsAbove.Commission(services.GetRequiredService<ReserveDb>(), "RU.74", CancellationToken.None)
        );
        Assert.DoesNotContain(seats, seat => seat.UserId == member.Id);
        Assert.Equal(
            $"{other.UserName} за {member.UserName} по приказу № 12 от 20.11.2026",
            Assert.Single(seats, seat => seat.UserId == other.Id).Name
        );

        var meeting = await site.Sitting(id, [site.Chair, other, .. site.Members.Except([member])]);
        var item = await site.Site.Look("RU", db => db.Set<AgendaItem>().SingleAsync(row => row.MeetingId == meeting));
        await Vote(item.Id.Value, other);
        Assert.Equal("votes_of_seats", await Refused(() => Vote(item.Id.Value, member)));
        await EndAll();
        Assert.Equal("ux_votes_seat", await Refused(() => Vote(item.Id.Value, member)));
        await Vote(item.Id.Value, site.Members[0]);
    }

    [Fact]
    public async Task Nobody_sits_twice_in_a_commission()
    {
        var (member, chair) = (site.Members[2], site.Chair);
        Assert.Equal(
            SubstitutionRefusal.SitsThere,
            (await site.As(site.Secretary, Seat(member, site.Members[1], await SeatOf(member)))).Refusal
        );
        var other = await User(Roles.CommissionMember, Roles.CommissionChair);
        await Made(Seat(member, other, await SeatOf(member)));
        Assert.Equal(SubstitutionRefusal.SitsThere, (await site.As(site.Secretary, Seat(chair, other, await SeatOf(chair)))).Refusal);
        Assert.Equal(
            MemberRefusal.SitsForAnother,
            (await site.As(site.Secretary, new AddMember("RU.74", other.Id, SeatRole.Member))).Refusal
        );
        Assert.Equal(
            SubstitutionRefusal.NotTheirSeat,
            (await site.As(site.Secretary, Seat(site.Members[1], other, await SeatOf(member)))).Refusal
        );
        var clerk = await User(Roles.RegionalAuthority);
        Assert.Equal(SubstitutionRefusal.NotEligible, (await site.As(site.Secretary, Seat(chair, clerk, await SeatOf(chair)))).Refusal);
        await EndAll();
    }

    [Fact]
    public async Task What_is_no_substitution_is_refused()
    {
        var (absent, other) = (await User(Roles.HrOfficer), await User(Roles.HrOfficer));
        var good = Tasks(absent, other);
        Assert.Equal(SubstitutionRefusal.Same, (await site.As(absent, good with { Substitute = absent.Id })).Refusal);
        Assert.Equal(SubstitutionRefusal.ForOneself, (await site.As(other, good)).Refusal);
        var stranger = await User(Roles.MunicipalAuthority);
        Assert.Equal(SubstitutionRefusal.NotYours, (await site.As(stranger, good)).Refusal);
        Assert.Equal(SubstitutionRefusal.NotYours, (await site.As(site.Secretary, good)).Refusal);
        Assert.Equal(SubstitutionRefusal.NotTheirRole, (await site.As(absent, good with { Role = Roles.CommissionChair })).Refusal);
        var town = await site.Site.CreateUser($"town-{++users}", "RU.74.05", Roles.MunicipalAuthority);
        Assert.Equal(SubstitutionRefusal.SubstituteElsewhere, (await site.As(absent, good with { Substitute = town.Id })).Refusal);
        Assert.Equal(
            SubstitutionRefusal.NotTheirTerritory,
            (await site.As(site.Officer, good with { Absent = town.Id, Territory = "RU.74.06" })).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>((await site.As(absent, good with { Territory = "RU.66" })).Rejection);
        Assert.IsType<Rejection.Invalid>((await site.As(absent, good with { From = Today.AddDays(-1) })).Rejection);
        Assert.IsType<Rejection.Invalid>((await site.As(absent, good with { Until = Today.AddDays(400) })).Rejection);
        Assert.IsType<Rejection.Invalid>((await site.As(absent, good with { Number = "" })).Rejection);

        await Made(good);
        Assert.Equal(SubstitutionRefusal.Overlap, (await site.As(absent, good with { Substitute = site.Officer.Id })).Refusal);
        Assert.Equal(SubstitutionRefusal.Circle, (await site.As(site.Officer, Tasks(other, absent))).Refusal);
        var third = await User(Roles.HrOfficer);
        await Made(Tasks(other, third));
        Assert.Equal(SubstitutionRefusal.Circle, (await site.As(site.Officer, Tasks(third, absent))).Refusal);
        await Made(good with { From = Today.AddDays(30), Until = Today.AddDays(40), Substitute = site.Officer.Id }, absent);
    }

    [Fact]
    public async Task The_substitute_is_told_what_the_absent_person_is_told()
    {
        var (absent, other) = (await User(Roles.HrOfficer), await User(Roles.RegionalAuthority));
        await Made(Tasks(absent, other));
        var sent = new Notify("RU.74", "Пора проверить", Roles.HrOfficer, [absent.Id]);
        Assert.True((await site.Site.SendAsSystem(sent)).IsOk);
        Assert.Equal(
            1,
            await site.Site.Look(
                "RU",
                db => db.Set<Notification>().CountAsync(row => row.UserId == other.Id && row.Text == "Пора проверить")
            )
        );
        Assert.True((await site.Site.SendAsSystem(sent with { Text = "Голос", Role = Roles.CommissionMember })).IsOk);
        Assert.False(
            await site.Site.Look("RU", db => db.Set<Notification>().AnyAsync(row => row.UserId == other.Id && row.Text == "Голос"))
        );
    }

    [Fact]
    public async Task The_pages_make_list_and_end_a_substitution()
    {
        var (absent, other) = (await User(Roles.HrOfficer), await User(Roles.RegionalAuthority));
        using var client = await site.SignedIn(absent);
        (string, string)[] fields =
        [
            ("Input.Substitute", other.Id.ToString()),
            ("Input.Absent", absent.Id.ToString()),
            ("Input.What", "all"),
            ("Input.Instrument", "Directive"),
            ("Input.Date", "2026-11-20"),
            ("Input.Reason", "Trip"),
            ("Input.From", Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            ("Input.Until", Today.AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        ];
        var refused = await client.Post("/substitutions/new", null, [.. fields, ("Input.Number", "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Укажите номер документа", form, StringComparison.Ordinal);
        Assert.Contains($"value=\"{other.Id}\" selected", form, StringComparison.Ordinal);
        await client.Post("/substitutions/new", null, [.. fields, ("Input.Number", "7-р")]);
        var list = WebUtility.HtmlDecode(await client.Text($"/substitutions?q={other.UserName}"));
        Assert.Contains("7-р", list, StringComparison.Ordinal);
        Assert.Contains("командировка", list, StringComparison.Ordinal);

        var id = await site.Registered();
        using var substitute = await site.SignedIn(other);
        var tasks = WebUtility.HtmlDecode(await substitute.Text("/tasks?view=free"));
        Assert.Contains($"за {absent.UserName} по распоряжению № 7-р от 20.11.2026", tasks, StringComparison.Ordinal);
        var task = Assert.Single(await site.Tasks(id));
        var page = WebUtility.HtmlDecode(await substitute.Text($"/tasks/{task.Run}/{task.Wait}"));
        Assert.Contains($"Вы делаете эту задачу за {absent.UserName} по распоряжению", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await substitute.Get("/letters")).StatusCode);
        using var stranger = await site.SignedIn(await User(Roles.RegionalAuthority));
        Assert.DoesNotContain("7-р", await stranger.Text("/substitutions?view=all"), StringComparison.Ordinal);
        var row = await site.Site.Look("RU", db => db.Set<Substitution>().SingleAsync(row => row.SubstituteUserId == other.Id));
        await client.Post("/substitutions", "End", ("id", row.Id.Value.ToString()), ("reason", "Отозван из командировки"));
        Assert.Contains(
            "Отозван из командировки",
            WebUtility.HtmlDecode(await client.Text("/substitutions?view=past")),
            StringComparison.Ordinal
        );
        Assert.NotEqual(HttpStatusCode.OK, (await substitute.Get("/letters")).StatusCode);
    }

    [Fact]
    public async Task A_composition_has_orders_terms_and_a_deputy_who_presides_without_the_chair()
    {
        var (chair, deputy, secretary) = (
            await User(Roles.CommissionChair),
            await User(Roles.CommissionMember),
            await User(Roles.CommissionSecretary)
        );
        const string commission = "RU.74.09";
        var term = new SeatTerm("5-к", Today, null, Today.AddDays(2));
        foreach (
            var (user, role, votes) in new[]
            {
                (chair, SeatRole.Chair, true),
                (deputy, SeatRole.Deputy, true),
                (secretary, SeatRole.Secretary, false),
            }
        )
            Assert.True((await site.As(site.Secretary, new AddMember(commission, user.Id, role, term, votes))).IsOk);
        var seats = await Seats(commission);
        Assert.Equal([SeatRole.Chair, SeatRole.Deputy, SeatRole.Secretary], seats.Select(seat => seat.Role));
        Assert.Equal(chair.Id, CommissionSeats.Presiding(seats, [chair.Id, deputy.Id])!.User);
        Assert.Equal(deputy.Id, CommissionSeats.Presiding(seats, [deputy.Id, secretary.Id])!.User);
        Assert.Null(CommissionSeats.Presiding(seats, [secretary.Id]));
        Assert.Equal(2, (await Voting(commission)).Count);
        var next = new AddMember(commission, site.Chair.Id, SeatRole.Chair, new SeatTerm("6-к", Today, Today.AddDays(1), null));
        Assert.Equal(MemberRefusal.ChairTaken, (await site.As(site.Secretary, next)).Refusal);
        Assert.True((await site.As(site.Secretary, next with { Term = next.Term! with { From = Today.AddDays(3) } })).IsOk);
        var id = seats.Single(seat => seat.Role == SeatRole.Deputy).Id;
        Assert.True((await site.As(site.Secretary, new ChangeMember(id, "7-к", Today, Today.AddDays(9)))).IsOk);
        site.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal([site.Chair.Id, deputy.Id], (await Seats(commission)).Select(seat => seat.User));
        using var client = await site.SignedIn(site.Secretary);
        var former = WebUtility.HtmlDecode(await client.Text("/appointments/members?former=true"));
        Assert.Contains(chair.UserName!, former, StringComparison.Ordinal);
        Assert.Contains("5-к", former, StringComparison.Ordinal);
    }

    private DateOnly Today => DateOnly.FromDateTime(site.Clock.GetUtcNow().AddHours(5).DateTime);

    private AddSubstitution Tasks(User absent, User substitute) =>
        new(
            absent.Id,
            substitute.Id,
            null,
            null,
            null,
            InstrumentKind.Order,
            "12",
            new DateOnly(2026, 11, 20),
            AbsenceReason.Leave,
            Today,
            Today.AddDays(14)
        );

    private AddSubstitution Seat(User absent, User substitute, CommissionMemberId seat) => Tasks(absent, substitute) with { Seat = seat };

    private async Task<SubstitutionId> Made(AddSubstitution command, User? by = null)
    {
        var made = by is null ? await site.Site.SendAsSystem(command) : await site.As(by, command);
        Assert.True(made.IsOk, made.Reason);
        return made.Value;
    }

    private async Task EndAll()
    {
        var now = site.Clock.GetUtcNow();
        var open = await site.Site.Look(
            "RU",
            db => db.Set<Substitution>().Where(row => row.EndsAt > now && row.SeatId != null).Select(row => row.Id).ToListAsync()
        );
        foreach (var id in open)
            Assert.True((await site.Site.SendAsSystem(new EndSubstitution(id, "Проверено"))).IsOk);
    }

    private Task<User> User(params string[] roles) => site.Site.CreateUser($"person-{++users}", "RU.74", roles);

    private Task<CommissionMemberId> SeatOf(User member) =>
        site.Site.Look(
            "RU",
            db => db.Set<CommissionMember>().Where(row => row.UserId == member.Id && row.LeftAt == null).Select(row => row.Id).FirstAsync()
        );

    private Task<T> Ask<T>(User user, Func<TaskList, Task<T>> ask) =>
        site.Site.As(user.Territory, user.Roles, services => ask(services.GetRequiredService<TaskList>()), user.Id);

    private async Task<IReadOnlyList<TaskRow>> Listed(User user) =>
        (await Ask(user, tasks => tasks.Page(new TaskFilter(), null, 500, CancellationToken.None))).Rows;

    private async Task<int> OwnOpen(User user) => (await Listed(user)).Count(row => row.For is null);

    private Task<IReadOnlyList<CommissionSeat>> Seats(string territory) =>
        site.Site.AsSystem(services =>
            services.GetRequiredService<CommissionSeats>().Of(territory, site.Clock.GetUtcNow(), CancellationToken.None)
        );

    private Task<List<CommissionMember>> Voting(string territory) =>
        site.Site.AsSystem(services =>
            CommissionsAbove.Commission(services.GetRequiredService<ReserveDb>(), territory, CancellationToken.None)
        );

    private async Task<Result<Done, TaskRefusal>> Try(User user, AppointmentCaseId id, string element)
    {
        var task = Assert.Single(await site.Tasks(id), task => task.Element == element);
        return await site.As(
            user,
            new CompleteTask(new RunId(task.Run), (int)task.Wait, new RawAnswers(new Dictionary<string, string[]>(), []), "approve")
        );
    }

    /// <summary>A case whose brief waits for its approval.</summary>
    private async Task<AppointmentCaseId> AtBrief()
    {
        var id = await site.Registered();
        await site.CheckDocuments(id, ApprovalSite.AllDocuments);
        return id;
    }

    private async Task Complete(User user, AppointmentCaseId id, string element)
    {
        var done = await Try(user, id, element);
        Assert.True(done.IsOk, done.Reason);
        await site.Work();
    }

    private Task<int> Vote(Guid item, User user) =>
        site.Site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            return await db.Database.ExecuteSqlAsync(
                $"""
                insert into votes
                    (id, agenda_item_id, case_id, territory, member_user_id, member_name, is_chair, choice, superseded, cast_at)
                select gen_random_uuid(), a.id, a.case_id, a.territory, {user.Id}, 'x', false, 'Approve', false, {site.Clock.GetUtcNow()}
                from agenda_items a where a.id = {item}
                """
            );
        });

    private static async Task<string?> Refused(Func<Task<int>> act) =>
        (await Assert.ThrowsAsync<Npgsql.PostgresException>(act)).ConstraintName;
}
