using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>What members of a commission see of one another before the time, and that their opinions and ballots are their own.</summary>
public sealed class BlindTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task An_expert_sees_the_opinions_of_others_once_the_own_one_is_given()
    {
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        Assert.True((await site.As(experts[0], new GiveOpinion(id, Verdict.Negative, "Стаж короче требуемого."))).IsOk);
        using var second = await site.SignedIn(experts[1]);
        var before = await Page(second, id);
        Assert.DoesNotContain("Стаж короче требуемого.", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Не рекомендует", before, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(">дано<", before, StringComparison.Ordinal);
        using var first = await site.SignedIn(experts[0]);
        Assert.Contains("Стаж короче требуемого.", await Page(first, id), StringComparison.Ordinal);
        Assert.True((await site.As(experts[1], new GiveOpinion(id, Verdict.Positive, "Опыт есть."))).IsOk);
        Assert.Contains("Стаж короче требуемого.", await Page(second, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_declared_a_conflict_sees_no_opinion_no_vote_and_no_paper()
    {
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        Assert.True((await site.As(experts[0], new GiveOpinion(id, Verdict.Positive, "Опыт достаточен и подтверждён."))).IsOk);
        var brief = await site.Site.Look(
            "RU",
            db =>
                db.Set<Paper>()
                    .Where(row => row.SubjectId == id.Value && row.Kind == PaperKind.Brief)
                    .OrderByDescending(row => row.CreatedAt)
                    .Select(row => row.Id)
                    .FirstAsync()
        );
        using var recused = await site.SignedIn(experts[1]);
        Assert.Equal(HttpStatusCode.OK, await Status(recused, brief));
        Assert.True((await site.As(experts[1], new DeclareConflict(id, "Свояченица"))).IsOk);
        var page = await Page(recused, id);
        Assert.DoesNotContain("Опыт достаточен и подтверждён.", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/papers/{brief.Value}", page, StringComparison.Ordinal);
        Assert.Contains("Вы заявили конфликт интересов", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Status(recused, brief));
        using var other = await site.SignedIn(experts[0]);
        Assert.Equal(HttpStatusCode.OK, await Status(other, brief));
    }

    [Fact]
    public async Task How_others_voted_is_seen_when_all_have()
    {
        var (id, _) = await site.Voting();
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Refuse, "Мнение до срока"))).IsOk);
        using var member = await site.SignedIn(site.Members[1]);
        using var secretary = await site.SignedIn(site.Secretary);
        foreach (var client in new[] { member, secretary })
        {
            var page = await Page(client, id);
            Assert.Contains("Проголосовали 1 из 5", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Мнение до срока", page, StringComparison.Ordinal);
        }

        foreach (var voter in site.Members.Skip(1).Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.Contains("Мнение до срока", await Page(member, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ballot_is_neither_given_back_nor_taken_over_not_even_by_an_administrator()
    {
        var (id, _) = await site.Voting();
        var ballot = (await site.Tasks(id)).Single(task => task.Assignee == site.Members[0].Id);
        var release = new ReleaseTask(new RunId(ballot.Run), (int)ballot.Wait);
        Assert.IsType<TaskRefusal.Personal>((await site.As(site.Members[0], release)).Refusal);
        var administrator = await site.Site.CreateUser("ballots", ApprovalSite.Region, Roles.Administrator, Roles.CommissionMember);
        Assert.False((await site.As(administrator, release)).IsOk);
        Assert.False((await site.As(site.Members[1], new ClaimTask(new RunId(ballot.Run), (int)ballot.Wait))).IsOk);
        Assert.True((await site.As(site.Members[1], new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.IsType<CastVoteRefusal.AlreadyVoted>((await site.As(site.Members[1], new CastVote(id, Choice.Refuse, null))).Refusal);
        Assert.Equal(site.Members[0].Id, (await site.Tasks(id)).Single(task => task.Wait == ballot.Wait).Assignee);
    }

    [Fact]
    public async Task Somebody_from_outside_the_base_is_approved_too_and_likely_doubles_are_shown()
    {
        var request = await site.As(
            site.Authority,
            new SubmitRequest("RU.74.06", "Синицына Анна Петровна", "Начальник", null, Outsider: true)
        );
        Assert.True(request.IsOk, request.Reason);
        await site.Work();
        using var officer = await site.SignedIn(site.Officer);
        var page = await Page(officer, request.Value.Case);
        Assert.Contains("не из базы региона", page, StringComparison.Ordinal);
        Assert.Contains(ApprovalSite.Person, page, StringComparison.Ordinal);
        var name = await site.NameOf("RU.74.07");
        var letter = new RegisterRequest(name, "Жданов Олег Ильич", null, ApprovalSite.Address, "<outsider@example.test>");
        Assert.True((await site.Site.SendAsSystem(letter)).IsOk);
    }

    private static async Task<string> Page(SiteClient client, AppointmentCaseId id) =>
        WebUtility.HtmlDecode(await client.Text($"/appointments/case/{id.Value}"));

    private static async Task<HttpStatusCode> Status(SiteClient client, PaperId paper)
    {
        using var answer = await client.Get($"/papers/{paper.Value}");
        return answer.StatusCode;
    }
}
