using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>The line is cut while the secretary counts raised hands at the demonstration's sitting of today.</summary>
[Collection(SiteCollection.Name)]
public sealed class OfflineSittingTests(RunningSite site)
{
    private static readonly Dictionary<string, string> Members = new()
    {
        ["Олег Пробный"] = "expert1",
        ["Раиса Учебная"] = "expert2",
        ["Захар Показной"] = "expert3",
        ["Фаина Запасная"] = "expert4",
        ["Игнат Эталонов"] = "chair",
    };

    [Fact]
    public async Task Open_votes_are_kept_without_a_line_delivered_once_and_conflicts_say_what_counts()
    {
        await using var secretary = await site.SignIn("secretary");
        await secretary.Page.GotoAsync("/appointments/meetings");
        await secretary
            .Page.Locator("tbody tr", new() { HasTextString = "идёт" })
            .Filter(new() { HasTextString = "Челябинск, зал заседаний" })
            .Locator("a")
            .First.ClickAsync();
        var hands = secretary.Page.Locator("#hands form");
        await Assertions.Expect(hands).Not.ToHaveCountAsync(0);
        var waiting = await hands.CountAsync();
        Assert.True(waiting >= 2, $"Two members have to be waited for, not {waiting}.");
        var meeting = secretary.Page.Url;
        var names = await secretary.Page.Locator("#hands form > span:first-of-type").AllInnerTextsAsync();
        var about = await secretary.Page.Locator("#current h2 a").GetAttributeAsync("href");

        var delivered = 0;
        secretary.Page.Request += (_, request) =>
        {
            if (request.Method == "POST" && request.Url.Contains("handler=Hand", StringComparison.Ordinal))
                delivered++;
        };
        await secretary.CutLine(true);
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = $"За: {names[0].Trim()}", Exact = true }).ClickAsync();
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = $"Против: {names[1].Trim()}", Exact = true }).ClickAsync();
        await Assertions.Expect(hands.First).ToContainTextAsync("ждёт связи");
        await Assertions.Expect(hands.Nth(1)).ToContainTextAsync("ждёт связи");
        await Assertions.Expect(secretary.Page.Locator("[data-queue] li")).ToHaveCountAsync(2);
        await Assertions.Expect(hands.First.GetByRole(AriaRole.Button).First).ToBeDisabledAsync();

        // The first of them votes at the own place meanwhile.
        await using (var member = await site.SignIn(Members[names[0].Trim()]))
        {
            await member.Page.GotoAsync(about!);
            await member.Page.Locator("#vote").GetByLabel("Воздержаться", new() { Exact = true }).CheckAsync();
            await member.Send("Проголосовать");
        }

        delivered = 0;
        await secretary.CutLine(false);
        var refused = secretary.Page.Locator("[data-queue] li");
        await Assertions.Expect(refused).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Assertions.Expect(refused).ToContainTextAsync("Член комиссии уже проголосовал сам: учтён его голос, а не внесённый.");
        await Assertions.Expect(refused).ToContainTextAsync(names[0].Trim());
        await Assertions.Expect(hands).ToHaveCountAsync(waiting - 2);
        await Assertions
            .Expect(secretary.Page.Locator("#hands li", new() { HasTextString = names[1].Trim() }))
            .ToContainTextAsync("внёс секретарь");
        Assert.Equal(2, delivered);

        // It stays in sight until it was read, also when the page is opened again, and nothing is sent a second time.
        await secretary.Page.GotoAsync(meeting);
        await Assertions.Expect(refused).ToHaveCountAsync(1);
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Понятно" }).ClickAsync();
        await Assertions.Expect(secretary.Page.Locator("[data-queue]")).ToBeHiddenAsync();
        Assert.Equal(2, delivered);
        Assert.Equal(
            0,
            await secretary.Page.EvaluateAsync<int>(
                "Object.entries(localStorage).filter(([key, kept]) => key.startsWith('queue-') && kept !== '[]').length"
            )
        );
    }
}
