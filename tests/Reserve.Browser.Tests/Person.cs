using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>A person at a browser. What the browser complains about is kept; closing asserts that there was nothing.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private bool isCutOff;

    public Person(IBrowserContext context, IPage page, Uri address)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            // A form sent back with its problems is answered 422, one that somebody forestalled 409, one after the session 401; the
            // browser counts all as errors of loading.
            if (
                !isCutOff
                && message.Type == "error"
                && !message.Text.Contains("favicon", StringComparison.Ordinal)
                && !message.Text.Contains("status of 422", StringComparison.Ordinal)
                && !message.Text.Contains("status of 409", StringComparison.Ordinal)
                && !message.Text.Contains("status of 401", StringComparison.Ordinal)
            )
                complaints.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            )
                complaints.Add("asks another host: " + new Uri(request.Url).Host);
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Opens the first open task whose title begins so and speaks of that; waits for the process to set it.</summary>
    public async Task OpenTask(string title, string about)
    {
        await Until(() => $"the task «{title}»", () => HasTask(title, about));
        await LinkTo(title, about).First.ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(title);
    }

    /// <summary>Whether such an open task is this person's to see now.</summary>
    public async Task<bool> HasTask(string title, string about)
    {
        await Page.GotoAsync($"/tasks?q={Uri.EscapeDataString(about)}");
        return await LinkTo(title, about).CountAsync() > 0;
    }

    private ILocator LinkTo(string title, string about) =>
        Page.Locator("#tasks a[href^='/tasks/']", new() { HasTextString = title }).Filter(new() { HasTextString = about });

    /// <summary>Presses a button and waits until the page says that the task is done.</summary>
    public async Task Finish(string button = "Выполнено")
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(Page.Locator(".alert-success")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    /// <summary>The line is cut, or there again; what the browser says of it meanwhile is no complaint.</summary>
    public async Task CutLine(bool isCut)
    {
        isCutOff |= isCut;
        await context.SetOfflineAsync(isCut);
        isCutOff = isCut;
    }

    public Task Fill(string label, string value) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    public Task Tick(string label) => Page.GetByLabel(label, new() { Exact = true }).CheckAsync();

    public Task Choose(string label, string option) =>
        Page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

    /// <summary>Asks again and again until it holds: what others do takes its time.</summary>
    public async Task Until(Func<string> what, Func<Task<bool>> holds)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(
                waited.Elapsed < TimeSpan.FromSeconds(60),
                $"Waited in vain for {what()} at {Page.Url}:\n{await Page.Locator("main").InnerTextAsync()}"
            );
            await Page.WaitForTimeoutAsync(300);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }
}
