using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

[Collection(SiteCollection.Name)]
public sealed class SignInTests(RunningSite site)
{
    [Fact]
    public async Task An_administrator_signs_in_and_sees_the_menu()
    {
        await using var person = await site.SignIn("admin");

        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Процессы" })).ToBeVisibleAsync();
    }
}
