using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Persons;

/// <summary>The directory of posts: whose it is, how wordings find their post, and what becomes of proposals.</summary>
public sealed class PostTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly DateOnly Day = new(2021, 9, 1);

    [Fact]
    public async Task A_wording_that_the_directory_does_not_know_is_a_proposal_until_somebody_says_what_it_is()
    {
        const string wording = "Куратор сельских школ округа";
        Assert.True((await Send(Heads.Of("Кураторов Иван Петрович", "RU.74.10", Day, position: wording))).IsOk);
        var proposal = await Post(wording);
        Assert.True(proposal.IsProposal);
        Assert.Equal("RU.74", proposal.ForTerritory);
        using var officer = await site.SignedInClient("posts-officer", "RU.74", Roles.HrOfficer);
        var list = await officer.Text("/posts");
        Assert.Contains(wording, list, StringComparison.Ordinal);
        var deputy = await Post("Заместитель руководителя муниципального органа управления образованием");
        using var settled = await officer.Post($"/posts/card/{proposal.Id.Value}", "Settle", ("known", deputy.Id.Value.ToString()));
        Assert.True(settled.IsSuccessStatusCode);
        Assert.DoesNotContain(wording, await officer.Text("/posts"), StringComparison.Ordinal);
        Assert.True((await Send(Heads.Of("Куратова Анна Петровна", "RU.74.11", Day, position: wording))).IsOk);
        var tenures = await site.Look("RU", db => db.Set<Tenure>().Where(row => row.Position == wording).ToListAsync());
        Assert.All(tenures, row => Assert.Equal(deputy.Id, row.PostId));
        Assert.Equal(2, tenures.Count);
    }

    [Fact]
    public async Task Posts_for_all_are_changed_by_the_federation_only_and_no_name_stands_twice()
    {
        var shipped = await Post("Руководитель муниципального органа управления образованием");
        var facts = new PostFacts(
            shipped.Name,
            shipped.Aliases,
            shipped.Level,
            shipped.Category,
            shipped.Authority,
            true,
            ["Высшее образование"]
        );
        Assert.Equal(PostRefusal.NotYours, (await site.Send("RU.74", Roles.HrOfficer, new ChangePost(shipped.Id, facts))).Refusal);
        Assert.True((await site.Send("RU", Roles.Administrator, new ChangePost(shipped.Id, facts))).IsOk);
        Assert.Equal(
            PostRefusal.Known,
            (
                await site.Send("RU.74", Roles.HrOfficer, new AddPost("RU.74", facts with { Name = "Начальник  Управления образования" }))
            ).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.74", Roles.HrOfficer, new AddPost(null, facts with { Name = "Советник", Aliases = [] }))).Rejection
        );
    }

    [Fact]
    public async Task A_post_that_was_taken_out_cannot_be_chosen_and_its_holder_stays()
    {
        var facts = new PostFacts(
            "Советник главы по школам",
            [],
            PostLevel.Municipal,
            PostCategory.Other,
            PostAuthority.Administration,
            false,
            []
        );
        var post = await site.Send("RU.74", Roles.HrOfficer, new AddPost("RU.74", facts));
        Assert.True((await Send(Heads.Of("Советников Иван Петрович", "RU.74.12", Day, position: facts.Name))).IsOk);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new RetirePost(post.Value, new DateOnly(2022, 1, 1)))).IsOk);
        Assert.IsType<TenureRefusal.PostClosed>(
            (await Send(Heads.Of("Поздний Иван Петрович", "RU.74.13", new DateOnly(2023, 1, 1), position: facts.Name))).Refusal
        );
        using var officer = await site.SignedInClient("retired-posts", "RU.74", Roles.HrOfficer);
        Assert.DoesNotContain(facts.Name, await officer.Text("/appointments/heads/new"), StringComparison.Ordinal);
        Assert.Contains("Советников", await officer.Text("/appointments/heads?q=советников"), StringComparison.Ordinal);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new RetirePost(post.Value, null))).IsOk);
        Assert.Contains(facts.Name, await officer.Text("/appointments/heads/new"), StringComparison.Ordinal);
    }

    private Task<Result<TenureId, TenureRefusal>> Send(AddTenure command) => site.Send("RU.74", Roles.HrOfficer, command);

    private Task<Post> Post(string name) => site.Look("RU", db => db.Set<Post>().SingleAsync(row => row.Name == name));
}
