using System.Net;

namespace Reserve.Web.Tests.Access;

public sealed class ColleagueTaskTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_expert_does_not_open_what_a_colleague_was_asked_for()
    {
        await world.Site.Start();
        var (asked, colleague, address) = await world.Experts();
        foreach (var (expert, expected) in new[] { (asked, HttpStatusCode.OK), (colleague, HttpStatusCode.NotFound) })
        {
            using var client = await world.Site.Client();
            await client.SignIn(expert.UserName!);
            Assert.Equal(expected, (await client.Get(address)).StatusCode);
            Assert.Equal(expected == HttpStatusCode.OK, (await client.Text("/tasks")).Contains(address, StringComparison.Ordinal));
        }
    }
}
