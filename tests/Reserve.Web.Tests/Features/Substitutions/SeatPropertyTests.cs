using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Substitutions;
using Reserve.Web.Tests.Features.Appointments;

namespace Reserve.Web.Tests.Features.Substitutions;

/// <summary>No order of substitutions, ends and votes gives a seat two votes, or a vote to whoever sits in none.</summary>
public sealed class SeatPropertyTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private const int Rounds = 12;
    private const int Acts = 40;

    /// <summary>What the test knows by itself: a seat, whose it is, and who stands in from when to when.</summary>
    private sealed record Stand(Guid Seat, Guid User, DateTimeOffset From, DateTimeOffset Until);

    [Fact]
    public async Task No_order_of_substitutions_ends_and_votes_gives_a_second_vote_or_one_without_a_right()
    {
        var id = await site.ReadyForAgenda();
        var meeting = await site.Sitting(id, [site.Chair, .. site.Members]);
        var first = await site.Site.Look("RU", db => db.Set<AgendaItem>().SingleAsync(row => row.MeetingId == meeting));
        var seats = await site.Site.Look(
            "RU",
            db => db.Set<CommissionMember>().Where(row => row.Territory == "RU.74").ToDictionaryAsync(row => row.UserId, row => row.Id)
        );
        List<User> others = [];
        for (var i = 0; i < 3; i++)
            others.Add(await site.Site.CreateUser($"other-{i}", "RU.74", Roles.CommissionMember, Roles.CommissionChair));
        List<User> all = [site.Chair, .. site.Members, .. others];
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(139 + round);
            var item = await Item(first, round + 100);
            var made = new Dictionary<SubstitutionId, Stand>();
            var voted = new Dictionary<Guid, Guid>();
            for (var act = 0; act < Acts; act++)
            {
                var now = site.Clock.GetUtcNow();
                switch (random.Next(10))
                {
                    case < 3:
                        await Substitute(random, all, seats, made);
                        break;
                    case 3 when made.Count > 0:
                        var ended = made.Keys.ElementAt(random.Next(made.Count));
                        if ((await site.Site.SendAsSystem(new EndSubstitution(ended, "Случай"))).IsOk)
                            made[ended] = made[ended] with { Until = now };
                        break;
                    case 4:
                        site.Clock.Advance(TimeSpan.FromHours(random.Next(1, 30)));
                        break;
                    default:
                        var voter = all[random.Next(all.Count)];
                        var seat = SeatOf(voter.Id, seats, made.Values, now);
                        var lawful = seat is { } own && voted.TryAdd(own, voter.Id);
                        Assert.Equal(lawful, await Vote(item, voter.Id, now));
                        break;
                }
            }

            var kept = await site.Site.Look(
                "RU",
                db => db.Database.SqlQuery<Guid>($"""select seat_id as "Value" from votes where agenda_item_id = {item}""").ToListAsync()
            );
            Assert.Equal(kept.Count, kept.Distinct().Count());
            Assert.Equal(voted.Keys.Order(), kept.Order());
            foreach (var left in made.Keys)
                await site.Site.SendAsSystem(new EndSubstitution(left, "Конец"));
        }
    }

    private async Task Substitute(
        Random random,
        List<User> all,
        Dictionary<Guid, CommissionMemberId> seats,
        Dictionary<SubstitutionId, Stand> made
    )
    {
        var now = site.Clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.AddHours(5).DateTime);
        var (absent, substitute) = (all[random.Next(5)], all[random.Next(all.Count)]);
        var from = today.AddDays(random.Next(3));
        var until = from.AddDays(random.Next(4));
        var result = await site.Site.SendAsSystem(
            new AddSubstitution(
                absent.Id,
                substitute.Id,
                null,
                seats[absent.Id],
                null,
                InstrumentKind.Order,
                "1",
                today,
                AbsenceReason.Illness,
                from,
                until
            )
        );
        var stand = new Stand(seats[absent.Id].Value, substitute.Id, Start(from) > now ? Start(from) : now, Start(until.AddDays(1)));
        var lawful =
            absent.Id != substitute.Id
            && !seats.ContainsKey(substitute.Id)
            && made.Values.All(other =>
                other.From >= other.Until
                || other.From >= stand.Until
                || other.Until <= stand.From
                || (other.Seat != stand.Seat && other.User != stand.User)
            );
        Assert.Equal(lawful, result.IsOk);
        if (result.IsOk)
            made.Add(result.Value, stand);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(5));

    private static Guid? SeatOf(Guid user, Dictionary<Guid, CommissionMemberId> seats, IEnumerable<Stand> made, DateTimeOffset now)
    {
        var inForce = made.Where(stand => stand.From <= now && now < stand.Until).ToList();
        if (inForce.Find(stand => stand.User == user) is { } stood)
            return stood.Seat;
        return seats.TryGetValue(user, out var own) && inForce.TrueForAll(stand => stand.Seat != own.Value) ? own.Value : null;
    }

    private Task<Guid> Item(AgendaItem like, int position) =>
        site.Site.AsSystem(async services =>
        {
            var item = Guid.NewGuid();
            await services
                .GetRequiredService<ReserveDb>()
                .Database.ExecuteSqlAsync(
                    $"""
                    insert into agenda_items (id, meeting_id, case_id, territory, position, closed_at)
                    values ({item}, {like.MeetingId.Value}, {like.CaseId!.Value.Value}, {like.Territory}, {position},
                            {site.Clock.GetUtcNow()})
                    """
                );
            return item;
        });

    private Task<bool> Vote(Guid item, Guid user, DateTimeOffset now) =>
        site.Site.AsSystem(async services =>
        {
            try
            {
                await services
                    .GetRequiredService<ReserveDb>()
                    .Database.ExecuteSqlAsync(
                        $"""
                        insert into votes
                            (id, agenda_item_id, case_id, territory, member_user_id, member_name, is_chair, choice, superseded, cast_at)
                        select gen_random_uuid(), a.id, a.case_id, a.territory, {user}, 'x', false, 'Approve', false, {now}
                        from agenda_items a where a.id = {item}
                        """
                    );
                return true;
            }
            catch (PostgresException refused)
                when (refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation)
            {
                return false;
            }
        });
}
