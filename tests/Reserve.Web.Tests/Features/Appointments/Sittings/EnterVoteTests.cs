using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Tests.Features.Appointments.Sittings;

/// <summary>The secretary writes down the votes of those who raise a hand: openly, once, in sight of everybody.</summary>
public sealed class EnterVoteTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    /// <summary>Whoever acts in these tests is called so.</summary>
    private const string Writer = "tester";

    [Fact]
    public async Task Votes_by_show_of_hands_decide_and_bear_who_wrote_them_down()
    {
        var (id, meeting) = await site.Voting();
        var item = await site.Item(id);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Approve, null))).IsOk);
        foreach (var member in site.Members.Skip(1).Append(site.Chair))
            await Entered(Vote(item, member, Choice.Approve));
        await site.Work();
        Assert.Equal(["Decide"], await site.Elements(id));
        var votes = await Votes(item);
        Assert.Equal(5, votes.Count);
        Assert.Null(votes.Single(vote => vote.MemberUserId == site.Members[0].Id).EnteredBy);
        Assert.All(votes.Where(vote => vote.MemberUserId != site.Members[0].Id), vote => Assert.Equal(Writer, vote.EnteredBy));
        Assert.True(votes.Single(vote => vote.MemberUserId == site.Chair.Id).IsChair);
        Assert.Equal(4, await Journal(item));
        Assert.IsType<CastVoteRefusal.EnteredBySecretary>((await site.As(site.Members[1], new CastVote(id, Choice.Refuse, null))).Refusal);
        using var member1 = await site.SignedIn(site.Members[1]);
        Assert.Contains(
            "Секретарь внёс ваш открытый голос («за»)",
            WebUtility.HtmlDecode(await member1.Text("/notifications")),
            StringComparison.Ordinal
        );
        var page = WebUtility.HtmlDecode(await member1.Text($"/appointments/case/{id.Value}"));
        Assert.Contains("внёс секретарь", page, StringComparison.Ordinal);
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        await site.Protocol(meeting);
    }

    [Fact]
    public async Task The_same_entry_delivered_twice_is_one_vote_also_when_the_vote_is_closed()
    {
        var (id, _) = await site.Voting(site.Chair, site.Members[0], site.Members[1]);
        var item = await site.Item(id);
        var first = Vote(item, site.Members[0], Choice.Refuse);
        await Entered(first);
        await Entered(first);
        var other = Assert.IsType<EnterVoteRefusal.EnteredAlready>((await Enter(first with { Entry = Guid.NewGuid() })).Refusal);
        Assert.Equal((Writer, Choice.Refuse), (other.By, other.Choice));
        await Entered(Vote(item, site.Members[1], Choice.Approve));
        await Entered(Vote(item, site.Chair, Choice.Approve));
        await Entered(first);
        Assert.Equal(3, (await Votes(item)).Count);
        Assert.IsType<EnterVoteRefusal.VoteClosed>((await Enter(Vote(item, site.Members[2], Choice.Approve))).Refusal);
    }

    [Fact]
    public async Task Who_voted_left_is_recused_or_never_came_is_not_written_down_and_the_kept_vote_stands()
    {
        var (id, meeting) = await site.Voting();
        var item = await site.Item(id);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Refuse, null))).IsOk);
        Assert.IsType<EnterVoteRefusal.VotedAlready>((await Enter(Vote(item, site.Members[0], Choice.Approve))).Refusal);
        Assert.True((await site.As(site.Members[1], new DeclareConflict(id, null))).IsOk);
        Assert.IsType<EnterVoteRefusal.Recused>((await Enter(Vote(item, site.Members[1], Choice.Approve))).Refusal);
        Assert.True((await site.As(site.Secretary, new MarkPresence(meeting, site.Members[2].Id, false))).IsOk);
        Assert.IsType<EnterVoteRefusal.NotPresent>((await Enter(Vote(item, site.Members[2], Choice.Approve))).Refusal);
        Assert.IsType<EnterVoteRefusal.NotPresent>((await Enter(Vote(item, site.Officer, Choice.Approve))).Refusal);
        // Who came after the vote was opened has no vote on it.
        Assert.True((await site.As(site.Secretary, new MarkPresence(meeting, site.Members[2].Id, true))).IsOk);
        Assert.IsType<EnterVoteRefusal.NotAwaited>((await Enter(Vote(item, site.Members[2], Choice.Approve))).Refusal);
        Assert.Equal(Choice.Refuse, Assert.Single(await Votes(item)).Choice);
        foreach (var person in new[] { site.Chair, site.Members[3], site.Officer })
            Assert.False((await site.As(person, Vote(item, site.Members[3], Choice.Approve))).IsOk);
    }

    [Fact]
    public async Task A_void_vote_takes_no_late_votes_and_a_secret_one_none_at_all()
    {
        var (id, meeting) = await site.Voting();
        var item = await site.Item(id);
        var late = Vote(item, site.Members[0], Choice.Approve);
        var address = $"/appointments/meetings/{meeting.Value}";
        using var secretary = await site.SignedIn(site.Secretary);
        Assert.Contains($"id=\"hand-{site.Members[0].Id}\"", await secretary.Text(address), StringComparison.Ordinal);
        using var chair = await site.SignedIn(site.Chair);
        Assert.DoesNotContain("id=\"hand-", await chair.Text(address), StringComparison.Ordinal);
        Assert.True((await site.As(site.Secretary, new RepeatVote(item, "Сбой"))).IsOk);
        await site.Work();
        await site.OpenVote(id, BallotKind.Secret);
        Assert.IsType<EnterVoteRefusal.OtherRound>((await Enter(late)).Refusal);
        Assert.IsType<EnterVoteRefusal.Secret>((await Enter(late with { Round = 2 })).Refusal);
        Assert.DoesNotContain("id=\"hand-", await secretary.Text(address), StringComparison.Ordinal);
        Assert.Empty(await Votes(item));
    }

    [Fact]
    public async Task An_attestation_needs_the_score_too()
    {
        var (_, question) = await site.Attested("Поднятая");
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        await site.Open(meeting);
        var item = await site.Hear(question);
        Assert.True((await site.As(site.Secretary, new OpenVote(item, BallotKind.Open))).IsOk);
        await site.Work();
        using var secretary = await site.SignedIn(site.Secretary);
        Assert.Contains(
            "Оценка защиты, процентов",
            WebUtility.HtmlDecode(await secretary.Text($"/appointments/meetings/{meeting.Value}")),
            StringComparison.Ordinal
        );
        Assert.IsType<EnterVoteRefusal.ScoreMissing>((await Enter(Vote(item, site.Members[0], Choice.Approve))).Refusal);
        Assert.False((await Enter(Vote(item, site.Members[0], Choice.Approve) with { Score = 101 })).IsOk);
        await Entered(Vote(item, site.Members[0], Choice.Approve) with { Score = 77.5m });
        Assert.Equal(77.5m, Assert.Single(await Votes(item)).Score);
    }

    private static EnterVote Vote(AgendaItemId item, User member, Choice choice) => new(item, 1, member.Id, choice, Guid.NewGuid());

    private Task<Web.Commands.Result<Web.Commands.Done, EnterVoteRefusal>> Enter(EnterVote vote) => site.As(site.Secretary, vote);

    private async Task Entered(EnterVote vote)
    {
        var entered = await Enter(vote);
        Assert.True(entered.IsOk, entered.Reason);
    }

    private Task<List<Vote>> Votes(AgendaItemId item) =>
        site.Site.Look("RU", db => db.Set<Vote>().AsNoTracking().Where(row => row.AgendaItemId == item).ToListAsync());

    private Task<int> Journal(AgendaItemId item) =>
        site.Site.Look(
            "RU",
            db =>
                db.Set<AuditEvent>()
                    .CountAsync(row =>
                        row.Command == nameof(EnterVote)
                        && row.UserId == site.Secretary.Id
                        && row.Outcome == AuditOutcome.Done
                        && row.Subjects.Contains(item.Value)
                    )
        );
}
