using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Persons;

/// <summary>The base of heads: one holder of a post at a time, nobody twice, and history that stays.</summary>
public sealed class TenureTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly DateOnly Day = new(2020, 9, 1);

    [Fact]
    public async Task A_post_that_is_held_is_told_with_its_holder_and_the_predecessor_leaves_the_day_before_when_that_is_said()
    {
        Assert.True((await Send(Heads.Of("Первый Иван Петрович", "RU.74.20", Day))).IsOk);
        var successor = Heads.Of("Второй Пётр Ильич", "RU.74.20", Day.AddYears(3), position: "Заведующий отделом образования");
        var taken = Assert.IsType<TenureRefusal.Taken>((await Send(successor)).Refusal);
        Assert.Equal(("Первый Иван Петрович", Day), (taken.Name, taken.Since));
        Assert.True((await Send(successor with { EndPredecessor = true })).IsOk);
        Assert.Equal(
            [(Day, Day.AddYears(3).AddDays(-1)), (Day.AddYears(3), (DateOnly?)null)],
            (await Tenures("RU.74.20")).Select(row => (row.StartsOn, row.EndsOn))
        );
    }

    [Fact]
    public async Task Nobody_can_be_put_before_whoever_came_later_nor_twice_into_one_post()
    {
        Assert.True((await Send(Heads.Of("Третья Анна Львовна", "RU.74.21", Day))).IsOk);
        Assert.IsType<TenureRefusal.TakenLater>(
            (await Send(Heads.Of("Четвёртый Олег Львович", "RU.74.21", Day.AddDays(-3)) with { EndPredecessor = true })).Refusal
        );
        Assert.IsType<TenureRefusal.AlreadyHolds>((await Send(Heads.Of("Третья Анна Львовна", "RU.74.21", Day.AddYears(1)))).Refusal);
        // The time before is free, up to its last day.
        Assert.True((await Send(Heads.Of("Четвёртый Олег Львович", "RU.74.21", Day.AddYears(-2), Day.AddDays(-1)))).IsOk);
        Assert.IsType<TenureRefusal.Taken>(
            (await Send(Heads.Of("Пятый Глеб Львович", "RU.74.21", Day.AddDays(-1), Day.AddDays(-1)))).Refusal
        );
    }

    [Fact]
    public async Task Two_posts_of_one_person_are_asked_about()
    {
        Assert.True((await Send(Heads.Of("Шестой Марк Львович", "RU.74.22", Day))).IsOk);
        var second = Heads.Of("Шестой Марк Львович", "RU.74.23", Day.AddYears(1));
        var another = Assert.IsType<TenureRefusal.HoldsAnother>((await Send(second)).Refusal);
        Assert.Equal(Day, another.Since);
        Assert.True((await Send(second with { EndOthers = true })).IsOk);
        Assert.Equal(Day.AddYears(1).AddDays(-1), (await Tenures("RU.74.22")).Single().EndsOn);
        Assert.True((await Send(Heads.Of("Шестой Марк Львович", "RU.74.24", Day.AddYears(2)) with { EndOthers = false })).IsOk);
        Assert.Null((await Tenures("RU.74.23")).Single().EndsOn);
    }

    [Fact]
    public async Task The_database_itself_refuses_two_holders_of_one_post()
    {
        Assert.True((await Send(Heads.Of("Седьмая Вера Львовна", "RU.74.25", Day))).IsOk);
        Assert.True((await Send(Heads.Of("Восьмая Нина Львовна", "RU.74.25", Day.AddYears(-5), Day.AddDays(-1)))).IsOk);
        var clash = await Assert.ThrowsAsync<PostgresException>(() =>
            site.InTransaction(async services =>
            {
                var db = (ReserveDb)services.GetService(typeof(ReserveDb))!;
                return await db.Database.ExecuteSqlAsync($"update tenures set ends_on = null where territory = 'RU.74.25'");
            })
        );
        Assert.Equal(PostgresErrorCodes.ExclusionViolation, clash.SqlState);
    }

    [Fact]
    public async Task Deputies_are_several_and_heads_of_schools_one_in_each_school()
    {
        const string deputy = "Заместитель начальника управления образования";
        Assert.True((await Send(Heads.Of("Девятый Лев Львович", "RU.74.26", Day, position: deputy))).IsOk);
        Assert.True((await Send(Heads.Of("Десятый Ян Львович", "RU.74.26", Day, position: deputy))).IsOk);
        var director = Heads.Of("Директоров Ян Ильич", "RU.74.26", Day, position: "Директор школы") with { Organization = "Школа № 1" };
        Assert.True((await Send(director)).IsOk);
        Assert.IsType<TenureRefusal.Taken>((await Send(director with { FullName = "Новиков Ян Ильич" })).Refusal);
        Assert.True((await Send(director with { FullName = "Новиков Ян Ильич", Organization = "Школа № 2" })).IsOk);
    }

    [Fact]
    public async Task A_dismissal_keeps_the_act_and_the_reason_and_the_journal_what_was_before()
    {
        var added = await Send(Heads.Of("Уходящий Пров Львович", "RU.74.27", Day));
        var early = await site.Send("RU.74", Roles.HrOfficer, new EndTenure(added.Value, Day.AddDays(-1), "9-у", Day, "Переезд"));
        Assert.IsType<TenureRefusal.BadTerm>(early.Refusal);
        var last = new DateOnly(2024, 6, 30);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new EndTenure(added.Value, last, "9-у", last, "Собственное желание"))).IsOk);
        var ended = (await Tenures("RU.74.27")).Single();
        Assert.Equal((last, "9-у", "Собственное желание"), (ended.EndsOn, ended.EndActNumber, ended.EndReason));
        var changed = await site.Send(
            "RU.74",
            Roles.HrOfficer,
            new ChangeTenure(added.Value, ended.PostId, ended.Position, null, Day.AddDays(1), last, "2-к", Day)
        );
        Assert.True(changed.IsOk, changed.Reason);
        var was = await site.Look(
            "RU",
            db => db.Database.SqlQuery<string>($"""select changes::text as "Value" from audit_changes""").ToListAsync()
        );
        Assert.Contains(
            was,
            text => text.Contains("StartsOn", StringComparison.Ordinal) && text.Contains("2020-09-01", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_region_adds_nobody_here()
    {
        var result = await site.Send("RU.66", Roles.HrOfficer, Heads.Of("Чужой Иван Львович", "RU.74.28", Day));
        Assert.IsType<Rejection.OutsideTerritory>(result.Rejection);
        Assert.IsType<Rejection.NotAllowed>(
            (await site.Send("RU.74", Roles.Auditor, Heads.Of("Чужой Иван Львович", "RU.74.28", Day))).Rejection
        );
    }

    private Task<Result<TenureId, TenureRefusal>> Send(AddTenure command) => site.Send("RU.74", Roles.HrOfficer, command);

    private Task<List<Tenure>> Tenures(string territory) =>
        site.Look("RU", db => db.Set<Tenure>().Where(row => row.Territory == territory).OrderBy(row => row.StartsOn).ToListAsync());
}
