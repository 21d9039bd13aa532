using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>
/// Whatever order people come, go, recuse themselves, vote and vote again: nobody has two votes, nobody votes without the right, and no
/// decision can be made but by more than half of the commission.
/// </summary>
public sealed class SittingOrderTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private const int Rounds = 6;
    private const int Acts = 40;

    private int candidates;

    /// <summary>What ought to hold, by a count of its own.</summary>
    private sealed class Expected
    {
        public HashSet<Guid> Present { get; } = [];

        public HashSet<Guid> Recused { get; } = [];

        /// <summary>Who was asked for a vote, and who of them was there when the vote was opened.</summary>
        public HashSet<Guid> Asked { get; } = [];

        public HashSet<Guid> Voted { get; } = [];

        /// <summary>How many of them have really voted, and were not excused.</summary>
        public int Cast { get; set; }

        public int AtOpening { get; set; }

        public int Left { get; set; }

        public bool IsHeard { get; set; }

        public bool IsVoting => Asked.Count > 0;

        public void End()
        {
            Asked.Clear();
            Voted.Clear();
            (Left, Cast) = (0, 0);
        }
    }

    /// <summary>What is heard: a case, or a question of the reserve.</summary>
    private sealed record Heard(AppointmentCaseId? Case, SittingQuestionId? Question, AgendaItemId Item)
    {
        public Guid Subject => Case?.Value ?? Question!.Value.Value;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_order_of_acts_gives_a_second_vote_or_an_unlawful_decision(bool aboutTheReserve)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
            try
            {
                await Sitting(random, aboutTheReserve);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"Random seed {seed}, sitting {round}.", problem);
            }
    }

    private async Task Sitting(Random random, bool aboutTheReserve)
    {
        List<User> everybody = [site.Chair, .. site.Members];
        var there = everybody.Where(_ => random.Next(3) > 0).ToList();
        if (there.Count == 0)
            there.Add(site.Chair);
        var (meeting, id) = aboutTheReserve ? await Question([.. there]) : await Case([.. there]);
        var item = id.Item;
        var expected = new Expected { IsHeard = true };
        expected.Present.UnionWith(there.Select(user => user.Id));
        for (var act = 0; act < Acts; act++)
        {
            var user = everybody[random.Next(everybody.Count)];
            switch (random.Next(8))
            {
                case 0:
                    await Come(meeting, user, expected);
                    break;
                case 1:
                    await Go(meeting, user, expected);
                    break;
                case 2 when random.Next(4) == 0:
                    await Recuse(id, user, expected);
                    break;
                case 3:
                    await Open(item, random.Next(2) == 0 ? BallotKind.Open : BallotKind.Secret, expected);
                    break;
                case 4 when expected.IsVoting && random.Next(5) == 0:
                    Assert.True((await site.As(site.Secretary, new RepeatVote(item, "Проверка"))).IsOk);
                    await site.Work();
                    expected.End();
                    break;
                default:
                    await Vote(id, user, expected);
                    break;
            }

            await Once(item);
            if (expected.IsVoting && expected.Asked.Count == expected.Voted.Count)
            {
                await OpenBoxes();
                await site.Work();
                var lawful = expected.Cast > 0 && (expected.AtOpening - expected.Left) * 2 > everybody.Count;
                // The chair decides on a case, the rule on a question.
                var tasks = (await site.Tasks(id.Subject)).Select(task => task.Element);
                Assert.Equal(
                    !lawful ? ["Agenda"]
                        : aboutTheReserve ? []
                        : ["Decide"],
                    tasks
                );
                if (id.Question is { } question)
                    Assert.Equal(lawful, await IsDecided(question));
                return;
            }
        }
    }

    private async Task<(CommissionMeetingId Meeting, Heard Heard)> Case(User[] there)
    {
        var id = await site.ReadyForAgenda();
        var meeting = await site.Sitting(id, there);
        return (meeting, new Heard(id, null, await site.Item(id)));
    }

    private async Task<(CommissionMeetingId Meeting, Heard Heard)> Question(User[] there)
    {
        var (_, question) = await site.Attested("Порядкова" + (char)('а' + candidates++));
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        await site.Open(meeting, there);
        return (meeting, new Heard(null, question, await site.Hear(question)));
    }

    private Task<bool> IsDecided(SittingQuestionId id) =>
        site.Site.Look("RU", db => db.Set<SittingQuestion>().AnyAsync(row => row.Id == id && row.DecidedAt != null));

    private async Task Come(CommissionMeetingId meeting, User user, Expected expected)
    {
        var came = await site.As(site.Secretary, new MarkPresence(meeting, user.Id, true));
        Assert.Equal(expected.Present.Add(user.Id), came.IsOk);
    }

    private async Task Go(CommissionMeetingId meeting, User user, Expected expected)
    {
        var gone = await site.As(site.Secretary, new MarkPresence(meeting, user.Id, false));
        Assert.Equal(expected.Present.Remove(user.Id), gone.IsOk);
        if (gone.IsOk && expected.Asked.Contains(user.Id) && expected.Voted.Add(user.Id))
            expected.Left++;
    }

    private async Task Recuse(Heard id, User user, Expected expected)
    {
        var cast = await HasVoted(id, user);
        var recused = await site.As(user, new DeclareConflict(id.Case, "Проверка", id.Question));
        Assert.Equal(!cast && !expected.Recused.Contains(user.Id), recused.IsOk);
        if (!recused.IsOk)
            return;
        expected.Recused.Add(user.Id);
        if (expected.Asked.Contains(user.Id))
            expected.Voted.Add(user.Id);
    }

    private async Task Open(AgendaItemId item, BallotKind ballot, Expected expected)
    {
        var voters = expected.Present.Except(expected.Recused).ToList();
        var opened = await site.As(site.Secretary, new OpenVote(item, ballot));
        var may = expected.IsHeard && !expected.IsVoting && voters.Count > 0 && expected.Present.Count * 2 > 5;
        Assert.Equal(may, opened.IsOk);
        if (!may)
            return;
        await site.Work();
        expected.Asked.UnionWith(voters);
        expected.AtOpening = expected.Present.Count;
    }

    private async Task Vote(Heard id, User user, Expected expected)
    {
        var cast = await site.As(user, new CastVote(id.Case, Choice.Approve, null, id.Question, id.Question is null ? null : 80));
        var may =
            expected.Asked.Contains(user.Id)
            && !expected.Voted.Contains(user.Id)
            && expected.Present.Contains(user.Id)
            && !expected.Recused.Contains(user.Id);
        Assert.Equal(may, cast.IsOk);
        if (!may)
            return;
        expected.Voted.Add(user.Id);
        expected.Cast++;
    }

    /// <summary>No member has two votes that count, open or sealed.</summary>
    private async Task Once(AgendaItemId item) =>
        Assert.Equal(
            0,
            await site.Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<int>(
                            $"""
                            select count(*)::int as "Value" from (
                                select v.member_user_id from votes v join agenda_items i on i.id = v.agenda_item_id
                                where i.id = {item.Value} and v.round = i.round and not v.superseded
                                union all
                                select s.member_user_id from sealed_ballots s join ballot_boxes b on b.id = s.box_id
                                join agenda_items i on i.id = b.agenda_item_id and b.round = i.round
                                where i.id = {item.Value} and b.void_at is null) cast_by
                            group by member_user_id having count(*) > 1
                            union all select 0 limit 1
                            """
                        )
                        .SingleAsync()
            )
        );

    private Task<bool> HasVoted(Heard id, User user) =>
        site.Site.Look(
            "RU",
            async db =>
                await db.Set<Vote>().AnyAsync(row => row.AgendaItemId == id.Item && row.MemberUserId == user.Id && !row.Superseded)
                || await (
                    from ballot in db.Set<SealedBallot>()
                    join box in db.Set<BallotBox>() on ballot.BoxId equals box.Id
                    join item in db.Set<AgendaItem>() on box.AgendaItemId equals item.Id
                    where item.Id == id.Item && box.VoidAt == null && item.ClosedAt == null && ballot.MemberUserId == user.Id
                    select ballot.Id
                ).AnyAsync()
        );

    private Task OpenBoxes() => site.Site.App.Services.GetRequiredService<BallotWorker>().Work(CancellationToken.None);
}
