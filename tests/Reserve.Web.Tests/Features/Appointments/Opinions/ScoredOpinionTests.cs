using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments.Opinions;

/// <summary>Marks by criteria beside the verdict of an expert: by which version, who sees them, and how they compare.</summary>
public sealed class ScoredOpinionTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private const string Ground = "Решение комиссии № 1";

    [Fact]
    public async Task An_opinion_is_marked_by_the_criteria_in_force_and_keeps_its_version()
    {
        var first = await Save(JudgedKind.Appointment, new Criterion("c1", "Первая редакция", "", 1, 5, 1));
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        Assert.IsType<OpinionRefusal.MarksMissing>((await site.As(experts[0], Opinion(id))).Refusal);
        Assert.IsType<OpinionRefusal.MarksMissing>((await site.As(experts[0], Opinion(id, first, ("c2", 3)))).Refusal);
        var off = Assert.IsType<OpinionRefusal.OffTheScale>((await site.As(experts[0], Opinion(id, first, ("c1", 6)))).Refusal);
        Assert.Equal(("Первая редакция", 1, 5), (off.Criterion, off.Min, off.Max));
        await Given(experts[0], Opinion(id, first, ("c1", 4)));

        // What is to hold from tomorrow on holds tomorrow.
        var second = await SaveFrom(JudgedKind.Appointment, 1, new Criterion("c1", "Вторая редакция", "", 0, 10, 1));
        await Given(experts[1], Opinion(id, first, ("c1", 5)));
        site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<OpinionRefusal.CriteriaChanged>((await site.As(experts[2], Opinion(id, first, ("c1", 5)))).Refusal);
        using var expert = await site.SignedIn(experts[2]);
        var form = WebUtility.HtmlDecode(await expert.Text($"/appointments/case/{id.Value}"));
        Assert.Contains("name=\"marks[c1]\" min=\"0\"", form, StringComparison.Ordinal);
        await Given(experts[2], Opinion(id, second, ("c1", 7)));

        using var secretary = await site.SignedIn(site.Secretary);
        var page = WebUtility.HtmlDecode(await secretary.Text($"/appointments/case/{id.Value}"));
        Assert.Contains("Первая редакция", page, StringComparison.Ordinal);
        Assert.Contains("Вторая редакция", page, StringComparison.Ordinal);
        Assert.Contains("мало оценок для нормирования", page, StringComparison.Ordinal);
        await site.Site.AsSystem(services =>
            Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                services.GetRequiredService<ReserveDb>().Database.ExecuteSqlAsync($"update criteria_sets set ground = 'иное'")
            )
        );
    }

    [Fact]
    public async Task Marks_and_files_are_seen_after_the_own_opinion_and_never_by_whoever_is_recused_or_asked()
    {
        var set = await Save(JudgedKind.Appointment, new Criterion("c1", "Слепой критерий", "Смотреть сюда", 0, 10, 1));
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        var opinion = Opinion(id, set, ("c1", 9)) with { Files = [new("Заключение.txt", "Расчёт нагрузки"u8.ToArray())] };
        Assert.IsType<OpinionRefusal.BadFiles>((await site.As(experts[0], opinion with { Files = [new("a.exe", [77, 90])] })).Refusal);
        await Given(experts[0], opinion);
        var file = $"/appointments/opinions/{await FileOf(id)}";
        var table = $"<td data-label=\"{experts[0].DisplayName}\">9";

        using var owing = await site.SignedIn(experts[1]);
        Assert.DoesNotContain(table, await Page(owing, id), StringComparison.Ordinal);
        Assert.DoesNotContain(file, await Page(owing, id), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Status(owing, file));
        Assert.Contains("Смотреть сюда", await Page(owing, id), StringComparison.Ordinal);
        await Given(experts[1], Opinion(id, set, ("c1", 2)));
        Assert.Contains(table, await Page(owing, id), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Status(owing, file));

        foreach (var reader in new[] { site.Chair, site.Secretary, experts[0] })
        {
            using var client = await site.SignedIn(reader);
            Assert.Contains(table, await Page(client, id), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await Status(client, file));
        }

        Assert.True((await site.As(experts[2], new DeclareConflict(id, null))).IsOk);
        foreach (var reader in new[] { experts[2], site.Authority, site.Officer })
        {
            using var client = await site.SignedIn(reader);
            Assert.DoesNotContain(table, await Page(client, id), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, await Status(client, file));
        }

        var opened = await site.Site.Look(
            "RU",
            db => db.Set<Web.Audit.AuditEvent>().CountAsync(row => row.Command == nameof(OpenOpinionFile) && row.UserId == site.Chair.Id)
        );
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Marks_are_normalised_by_what_the_expert_gives_otherwise_when_there_are_enough()
    {
        var set = await Save(
            JudgedKind.Appointment,
            new Criterion("c1", "Лёгкий", "", 0, 10, 1),
            new Criterion("c2", "Тяжёлый", "", 0, 100, 3)
        );
        var id = await site.UnderExpertise();
        var expert = (await site.Asked(id))[0];
        await Given(expert, Opinion(id, set, ("c1", 8), ("c2", 40)));
        var before = await Habit(expert);
        // Total: (80 + 3 × 40) / 4 = 50 per cent.
        using var secretary = await site.SignedIn(site.Secretary);
        Assert.Contains("мало оценок для нормирования", await Page(secretary, id), StringComparison.Ordinal);
        for (var i = before.Opinions; i < MarkingHabit.Enough; i++)
            await Write(await site.Registered(), expert, set, 2 * (int)i, 20);
        var habit = await Habit(expert);
        Assert.Equal(MarkingHabit.Enough, (int)habit.Opinions);
        Assert.NotEqual(before.Mean, habit.Mean);
        var normal = 50 + (10 * (50 - habit.Mean) / habit.Spread);
        Assert.Equal(normal, habit.Normalise(50)!.Value, 6);
        var page = await Page(secretary, id);
        Assert.DoesNotContain("мало оценок для нормирования", page, StringComparison.Ordinal);
        var shown = normal.ToString("0.#", CultureInfo.GetCultureInfo("ru-RU"));
        Assert.Contains($"нормированное <strong>{shown}</strong>", page, StringComparison.Ordinal);
        Assert.Contains("Нужно не меньше 5 заключений", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_given_too_few_marks_or_always_the_same_is_not_normalised()
    {
        Assert.Null(new MarkingHabit(MarkingHabit.Enough - 1, 60, 10).Normalise(80));
        Assert.Null(new MarkingHabit(MarkingHabit.Enough, 60, 0).Normalise(80));
        Assert.Equal(70, new MarkingHabit(MarkingHabit.Enough, 60, 10).Normalise(80));
        Assert.Equal(50, new MarkingHabit(MarkingHabit.Enough, 60, 10).Normalise(60));
    }

    [Fact]
    public async Task A_member_gives_an_opinion_on_an_attestation_before_the_vote_blind_to_those_of_others()
    {
        var set = await Save(JudgedKind.Attestation, new Criterion("c1", "Готовность", "", 0, 10, 1));
        var (_, question) = await site.Attested("Оцениваемая");
        JudgeQuestion Judged(int mark) => new(question, Verdict.Positive, "Готова к должности.", Marks(set, ("c1", mark)));
        Assert.IsType<OpinionRefusal.NotOnAgenda>((await site.As(site.Members[0], Judged(9))).Refusal);
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        await site.Work();
        var outside = await site.Site.CreateUser("not-of-the-commission", ApprovalSite.Region, Roles.CommissionMember);
        Assert.IsType<OpinionRefusal.NotOfTheCommission>((await site.As(outside, Judged(9))).Refusal);
        var given = await site.As(site.Members[0], Judged(9));
        Assert.True(given.IsOk, given.Reason);
        Assert.IsType<OpinionRefusal.AlreadyGiven>((await site.As(site.Members[0], Judged(1))).Refusal);

        var address = $"/appointments/questions/{question.Value}";
        using var other = await site.SignedIn(site.Members[1]);
        var blind = WebUtility.HtmlDecode(await other.Text(address));
        Assert.Contains("Дано: 1 заключение", blind, StringComparison.Ordinal);
        Assert.DoesNotContain("Готова к должности.", blind, StringComparison.Ordinal);
        Assert.Contains("Рекомендую считать аттестацию сданной", blind, StringComparison.Ordinal);
        Assert.True((await site.As(site.Members[1], Judged(4))).IsOk);
        Assert.Contains("Готова к должности.", WebUtility.HtmlDecode(await other.Text(address)), StringComparison.Ordinal);
        Assert.True((await site.As(site.Members[2], new DeclareConflict(null, null, question))).IsOk);
        using var recused = await site.SignedIn(site.Members[2]);
        Assert.DoesNotContain("заключени", WebUtility.HtmlDecode(await recused.Text(address)), StringComparison.OrdinalIgnoreCase);
        using var secretary = await site.SignedIn(site.Secretary);
        Assert.Contains("Готовность", WebUtility.HtmlDecode(await secretary.Text(address)), StringComparison.Ordinal);

        await site.Open(meeting);
        var item = await site.Hear(question);
        Assert.True((await site.As(site.Secretary, new OpenVote(item, BallotKind.Open))).IsOk);
        await site.Work();
        Assert.IsType<OpinionRefusal.VoteOpened>((await site.As(site.Members[3], Judged(9))).Refusal);
    }

    [Fact]
    public async Task An_administrator_saves_a_version_and_is_told_what_is_wrong_with_it()
    {
        var administrator = await site.Site.CreateUser("criteria-admin", "RU", Roles.Administrator);
        using var client = await site.SignedIn(administrator);
        const string Address = "/appointments/criteria?kind=Renewal";
        (string, string)[] typed =
        [
            ("kind", "Renewal"),
            ("Input.ValidFrom", "2020-01-01"),
            ("Input.Ground", Ground),
            ("Input.Rows[0].Name", "Развитие"),
            ("Input.Rows[0].Look", "План"),
            ("Input.Rows[0].Min", "5"),
            ("Input.Rows[0].Max", "5"),
            ("Input.Rows[0].Weight", "1,5"),
            ("Input.Rows[1].Name", ""),
        ];
        using (var refused = await client.Post(Address, null, typed))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains("Верхняя оценка должна быть больше нижней.", page, StringComparison.Ordinal);
            Assert.Contains("value=\"Развитие\"", page, StringComparison.Ordinal);
        }

        typed[6] = ("Input.Rows[0].Max", "10");
        using (var saved = await client.Post(Address, null, typed))
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var set = await site.Site.Look("RU", db => db.Set<CriteriaSet>().SingleAsync(row => row.Kind == JudgedKind.Renewal));
        Assert.Equal(new Criterion("c1", "Развитие", "План", 5, 10, 1.5m), Assert.Single(set.Criteria));
        using var secretary = await site.SignedIn(site.Secretary);
        var read = WebUtility.HtmlDecode(await secretary.Text(Address));
        Assert.Contains("Развитие", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Новая редакция", read, StringComparison.Ordinal);
        Assert.False((await site.As(site.Secretary, Saving(JudgedKind.Renewal, 0))).IsOk);
        // Who administers a region has no say over all.
        var regional = await site.Site.CreateUser("criteria-admin-74", ApprovalSite.Region, Roles.Administrator);
        Assert.False((await site.As(regional, Saving(JudgedKind.Renewal, 0))).IsOk);
        Assert.True((await site.As(regional, Saving(JudgedKind.Renewal, 0) with { ForTerritory = ApprovalSite.Region })).IsOk);
    }

    [Fact]
    public void The_nearest_territory_and_the_latest_day_count()
    {
        CriteriaSet Set(string? territory, int day, int hour) =>
            new()
            {
                Id = new CriteriaSetId(Guid.NewGuid()),
                ForTerritory = territory,
                ValidFrom = new DateOnly(2026, 1, day),
                SavedAt = new DateTimeOffset(2026, 1, 1, hour, 0, 0, TimeSpan.Zero),
            };
        var (all, region, later, corrected) = (Set(null, 9, 1), Set("RU.74", 1, 2), Set("RU.74", 3, 3), Set("RU.74", 3, 4));
        Assert.Same(corrected, CriteriaBook.InForce([all, region, later, corrected]));
        Assert.Same(region, CriteriaBook.InForce([all, region]));
        Assert.Same(all, CriteriaBook.InForce([all]));
        Assert.Null(CriteriaBook.InForce([]));
    }

    private SaveCriteria Saving(JudgedKind kind, int inDays, params Criterion[] criteria) =>
        new(null, kind, DateOnly.FromDateTime(site.Clock.GetUtcNow().AddHours(5).AddDays(inDays).UtcDateTime), Ground, criteria);

    private Task<CriteriaSetId> Save(JudgedKind kind, params Criterion[] criteria) => SaveFrom(kind, 0, criteria);

    private async Task<CriteriaSetId> SaveFrom(JudgedKind kind, int inDays, params Criterion[] criteria)
    {
        var saved = await site.Site.SendAsSystem(Saving(kind, inDays, criteria));
        Assert.True(saved.IsOk, saved.Reason);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        return saved.Value;
    }

    private static GivenMarks Marks(CriteriaSetId set, params (string Key, int Mark)[] marks) =>
        new(set, marks.ToDictionary(mark => mark.Key, mark => (int?)mark.Mark));

    private static GiveOpinion Opinion(AppointmentCaseId id) => new(id, Verdict.Positive, "Опыт есть.");

    private static GiveOpinion Opinion(AppointmentCaseId id, CriteriaSetId set, params (string Key, int Mark)[] marks) =>
        Opinion(id) with
        {
            Marks = Marks(set, marks),
        };

    private async Task Given(User expert, GiveOpinion opinion)
    {
        var given = await site.As(expert, opinion);
        Assert.True(given.IsOk, given.Reason);
    }

    /// <summary>An opinion of former times.</summary>
    private Task<int> Write(AppointmentCaseId id, User expert, CriteriaSetId set, int light, int heavy) =>
        site.Site.AsSystem(services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            var stamp = new Stamp(expert.Id, expert.UserName!, site.Clock.GetUtcNow());
            var opinion = ExpertOpinion.Ask(db.Set<AppointmentCase>().Single(row => row.Id == id), expert.Id, expert.DisplayName, stamp);
            opinion.Give(Verdict.Positive, "Было.", null, stamp);
            opinion.MarkBy(set);
            db.Add(opinion);
            foreach (var (key, mark) in new[] { ("c1", light), ("c2", heavy) })
            {
                db.Add(
                    new OpinionMark
                    {
                        OpinionId = opinion.Id,
                        Key = key,
                        Territory = opinion.Territory,
                        Mark = mark,
                    }
                );
            }

            return db.SaveChangesAsync();
        });

    private async Task<MarkingHabit> Habit(User expert)
    {
        var habit = await site.Site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<Seen>(
                        $"""
                        select opinions as "Opinions", mean as "Mean", spread as "Spread"
                        from reserve_marking_habits({new[] { expert.Id }}, 'Appointment')
                        """
                    )
                    .SingleAsync()
        );
        return new MarkingHabit(habit.Opinions, habit.Mean, habit.Spread);
    }

    private sealed record Seen(long Opinions, double Mean, double Spread);

    private Task<Guid> FileOf(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            async db =>
                (
                    await db.Set<OpinionFile>()
                        .Where(row => db.Set<ExpertOpinion>().Any(opinion => opinion.Id == row.OpinionId && opinion.CaseId == id))
                        .Select(row => row.Id)
                        .SingleAsync()
                ).Value
        );

    private static async Task<string> Page(SiteClient client, AppointmentCaseId id) =>
        WebUtility.HtmlDecode(await client.Text($"/appointments/case/{id.Value}"));

    private static async Task<HttpStatusCode> Status(SiteClient client, string path)
    {
        using var answer = await client.Get(path);
        return answer.StatusCode;
    }
}
