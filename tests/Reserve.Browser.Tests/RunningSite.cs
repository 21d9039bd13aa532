using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>
/// One site for all browser tests: the built executable with demonstration data in a folder of its own, and one Chromium.
/// </summary>
public sealed class RunningSite : IAsyncLifetime
{
    public const string Password = "Reserve-2026";

    /// <summary>The browser without windows, where it is installed: it does the same work in half the time.</summary>
    private static readonly string Chromium = File.Exists("/usr/bin/chromium-headless-shell")
        ? "/usr/bin/chromium-headless-shell"
        : "/usr/bin/chromium";

    private readonly string data = Directory.CreateTempSubdirectory("reserve-browser-").FullName;
    private readonly List<string> output = [];
    private Process? process;
    private IPlaywright? playwright;

    public Uri Address { get; private set; } = new("about:blank");

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The folder whose <c>mail/inbox</c> takes letters and whose <c>mail/sent</c> shows what left.</summary>
    public string Data => data;

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        using (var migration = Run("migrate", "--data", data))
        {
            await migration.WaitForExitAsync();
            if (migration.ExitCode != 0)
                throw new InvalidOperationException("The database was not migrated:\n" + string.Join('\n', output));
        }

        process = Run("serve", "--port", $"{port}", "--data", data, "--demo", "true");
        using var http = new HttpClient { BaseAddress = Address };
        var waited = Stopwatch.StartNew();
        while (!await Answers(http))
        {
            if (process.HasExited || waited.Elapsed > TimeSpan.FromMinutes(4))
                throw new InvalidOperationException("The site did not come up:\n" + string.Join('\n', output.TakeLast(40)));
            await Task.Delay(200);
        }

        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        if (process is { HasExited: false })
        {
            using (var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]))
                await stop.WaitForExitAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(limit.Token);
        }

        process?.Dispose();
        Directory.Delete(data, recursive: true);
    }

    /// <summary>A person at a browser of their own, signed in.</summary>
    /// <param name="user">The sign-in name.</param>
    /// <param name="phone">Whether the window has a phone's width.</param>
    internal async Task<Person> SignIn(string user, bool phone = false)
    {
        var person = await Visit("/sign-in?ReturnUrl=/notifications", phone);
        await person.Page.GetByLabel("Имя для входа").FillAsync(user);
        await person.Page.GetByLabel("Пароль").FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true }).ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true })).ToHaveCountAsync(0);
        return person;
    }

    /// <summary>Somebody at a browser of their own, not signed in.</summary>
    /// <param name="address">The page to open.</param>
    /// <param name="phone">Whether the window has a phone's width.</param>
    /// <param name="host">By which name of this machine.</param>
    internal async Task<Person> Visit(string address, bool phone = false, string host = "127.0.0.1")
    {
        var home = new UriBuilder(Address) { Host = host }.Uri;
        var context = await Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = home.ToString(),
                Locale = "ru-RU",
                AcceptDownloads = true,
                ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            }
        );
        var person = new Person(context, await context.NewPageAsync(), home);
        await person.Page.GotoAsync(address);
        return person;
    }

    private Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "reserve.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // The real clock runs: a sitting must be possible on the day it is set.
        start.Environment["Appointments__AgendaWorkingDays"] = "0";
        start.Environment["Mail__Poll"] = "00:00:00.5";
        start.Environment.Remove("RESERVE_DB");
        var running = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        running.OutputDataReceived += Keep;
        running.ErrorDataReceived += Keep;
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
        return running;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            if (line.Data is not null)
                output.Add(line.Data);
        }
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The tests that share the one running site.</summary>
[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<RunningSite>
{
    public const string Name = "site";
}
