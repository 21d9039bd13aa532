using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>What journeys through a sitting have in common.</summary>
internal static class SittingSteps
{
    /// <summary>Whoever of the commission is missing takes a seat.</summary>
    public static async Task PrepareCommission(this Person secretary)
    {
        foreach (
            var (name, isChair) in new[]
            {
                ("Олег Пробный", false),
                ("Раиса Учебная", false),
                ("Захар Показной", false),
                ("Игнат Эталонов", true),
            }
        )
        {
            await secretary.Page.GotoAsync("/appointments/members");
            if (await secretary.Page.Locator("tbody tr", new() { HasTextString = name }).CountAsync() > 0)
                continue;
            await secretary.Page.Locator("#territory").SelectOptionAsync("RU.74");
            await secretary.Page.Locator("#user").SelectOptionAsync(new SelectOptionValue { Label = name });
            if (isChair)
                await secretary.Page.GetByLabel("Председатель").CheckAsync();
            await secretary.Send("Ввести");
        }
    }

    public static async Task Send(this Person person, string button)
    {
        await person.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(person.Page.Locator(".alert-success")).ToBeVisibleAsync();
    }

    /// <summary>Presses a button of a page as soon as its process waits for it.</summary>
    public static Task Act(this Person person, string address, string button) =>
        person.Until(
            () => button,
            async () =>
            {
                await person.Page.GotoAsync(address);
                var wanted = person.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
                if (await wanted.CountAsync() == 0 || await wanted.IsDisabledAsync())
                    return false;
                await wanted.ClickAsync();
                return await person.Page.Locator(".alert-success").CountAsync() > 0;
            }
        );

    public static async Task Confirm(this Person person, string button)
    {
        await person.Page.Locator("summary", new() { HasTextString = button }).ClickAsync();
        await person.Page.Locator("details[open] button[type=submit]", new() { HasTextString = button }).ClickAsync();
        await Assertions.Expect(person.Page.Locator(".alert-success")).ToBeVisibleAsync();
    }

    /// <summary>In the zone in which moments are shown.</summary>
    public static DateTime LocalNow() =>
        TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Yekaterinburg")).DateTime;
}
