using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.State;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.State;

public sealed class MetricsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_numbers_move_with_what_happens()
    {
        await site.Start();
        using var http = new HttpClient { BaseAddress = Address() };
        var before = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var now = site.Clock.GetUtcNow();
        var run = await Trouble.Incident(site.OwnerConnectionString, "measured", "RU.74", "Some", now);
        await Trouble.Job(site.OwnerConnectionString, run, now - TimeSpan.FromSeconds(90));
        await Trouble.Message(site.OwnerConnectionString, now - TimeSpan.FromSeconds(30));
        await site.As(
            "RU.74",
            [],
            services =>
            {
                Telemetry.SendingEnded("nobody", sent: false);
                Telemetry.LetterTaken(usable: false);
                return Task.FromResult(true);
            }
        );
        await site.Work();
        var next = await Trouble.Incident(site.OwnerConnectionString, "measured too", "RU.74", "Some", now);
        await Trouble.Job(site.OwnerConnectionString, next, now - TimeSpan.FromSeconds(60));
        var after = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(0, Number(before, "reserve_incidents{", "process=\"measured\""));
        Assert.Equal(1, Number(after, "reserve_incidents{", "process=\"measured\""));
        Assert.Equal(1, Number(after, "reserve_queue_jobs{", "state=\"due\""));
        Assert.Equal(60, Number(after, "reserve_queue_lag_seconds{"));
        Assert.Equal(
            Number(before, "reserve_outbox_messages{", "state=\"waiting\"") + 1,
            Number(after, "reserve_outbox_messages{", "state=\"waiting\"")
        );
        Assert.True(Number(after, "reserve_jobs_total{", "kind=\"timer\"") > Number(before, "reserve_jobs_total{", "kind=\"timer\""));
        Assert.True(Number(after, "reserve_outbox_attempts_total{", "kind=\"nobody\"", "outcome=\"failed\"") >= 1);
        Assert.True(Number(after, "reserve_letters_total{", "outcome=\"aside\"") >= 1);
        Assert.True(Number(after, "reserve_disk_free_bytes{") > 0);
    }

    [Fact]
    public async Task A_step_counts_once_it_has_been_committed()
    {
        await site.Start();
        using var http = new HttpClient { BaseAddress = Address() };
        foreach (var commits in (bool[])[false, true, false])
            await site.AsSystem(services => StartCounted(services, commits));
        var after = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(1, Number(after, "reserve_steps_total{", "process=\"counted\""));
    }

    private static async Task<RunId> StartCounted(IServiceProvider services, bool commits)
    {
        var bundle = new TestProcess("counted").Start().End().Bundle();
        var stamp = services.GetRequiredService<Caller>().Stamp();
        await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
        await services.GetRequiredService<Deployment>().Deploy(bundle, null, "shipped", stamp, CancellationToken.None);
        var runtime = services.GetRequiredService<ProcessRuntime>();
        var started = await runtime.Start("counted", new StartFacts("RU.74"), FeelContext.Empty, stamp, CancellationToken.None);
        if (commits)
            await transaction.CommitAsync();
        return started.Value;
    }

    [Fact]
    public async Task They_are_not_handed_out_through_a_proxy()
    {
        await site.Start();
        using var http = new HttpClient { BaseAddress = Address() };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData(null, null, "127.0.0.1", 5080, null, true)]
    [InlineData(null, null, "203.0.113.9", 5080, null, false)]
    [InlineData(null, null, null, 5080, null, false)]
    [InlineData("long enough a secret", null, "127.0.0.1", 5080, null, false)]
    [InlineData("long enough a secret", null, "203.0.113.9", 5080, "Bearer long enough a secret", true)]
    [InlineData("long enough a secret", null, "203.0.113.9", 5080, "Bearer long enough a secre", false)]
    [InlineData(null, "http://*:9464", "203.0.113.9", 9464, null, true)]
    [InlineData(null, "http://*:9464", "127.0.0.1", 5080, null, false)]
    [InlineData("long enough a secret", "http://*:9464", "203.0.113.9", 9464, null, false)]
    public void The_door_opens_for_whom_the_settings_name(string? token, string? address, string? from, int port, string? shown, bool opens)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Metrics:Token", token), KeyValuePair.Create("Metrics:Address", address)])
            .Build();
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        context.Connection.LocalPort = port;
        if (shown is not null)
            context.Request.Headers.Authorization = AuthenticationHeaderValue.Parse(shown).ToString();
        Assert.Equal(opens, new MetricsDoor(settings).Opens(context));
    }

    [Theory]
    [InlineData("Metrics:Token", "short")]
    [InlineData("Metrics:Address", "9464")]
    public void Settings_that_cannot_be_meant_are_refused(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
        Assert.StartsWith(name, Assert.Throws<SetupException>(() => new MetricsDoor(settings)).Message, StringComparison.Ordinal);
    }

    private Uri Address() =>
        new(site.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The sum of the lines of this metric that have all these attributes; 0 when there is none.</summary>
    private static double Number(string text, string metric, params string[] attributes) =>
        text.Split('\n')
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Where(line => attributes.All(attribute => line.Contains(attribute, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
