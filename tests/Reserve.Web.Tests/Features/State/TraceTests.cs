using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Trace;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.State;

public sealed class TraceTests
{
    private const string Secret = "Мухаметзянова";

    [Fact]
    public async Task A_receiver_sees_the_steps_and_jobs_of_a_run_and_the_statements_without_their_values()
    {
        await using var receiver = await SpanReceiver.Start();
        var site = new SiteFixture { Settings = ["--Otlp:Endpoint=" + receiver.Address] };
        await site.InitializeAsync();
        try
        {
            await site.Start();
            var run = await site.AsSystem(StartTraced);
            site.Clock.Advance(TimeSpan.FromHours(2));
            await site.Work();
            using (var client = await site.Client())
                await client.Get("/sign-in?returnUrl=%2Fcandidates%3Fq%3D" + Uri.EscapeDataString(Secret));
            await Assert.ThrowsAsync<PostgresException>(() => site.AsSystem(WriteRefused));
            // The answer is with its reader a moment before the span of its request ends.
            var traces = site.App.Services.GetRequiredService<TracerProvider>();
            for (var tries = 0; tries < 200 && !receiver.Spans.Any(IsSignIn); tries++)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                Assert.True(traces.ForceFlush());
            }

            var mine = receiver.Spans.Where(span => span.Tags.GetValueOrDefault("reserve.run") == run.Value.ToString()).ToList();
            var steps = mine.Where(span => span.Name == "step traced").ToList();
            Assert.Equal(["pause", "start"], steps.Select(span => span.Tags["reserve.element"]).Order());
            Assert.All(steps, span => Assert.Equal("traced", span.Tags["reserve.process"]));
            var job = Assert.Single(mine, span => span.Name == "job timer");
            Assert.Equal(
                ("pause", "traced", "done"),
                (job.Tags["reserve.element"], job.Tags["reserve.process"], job.Tags["reserve.outcome"])
            );
            Assert.Contains(
                receiver.Spans,
                span => span.Tags.Values.Any(value => value.Contains("insert into process_run", StringComparison.Ordinal))
            );
            Assert.Contains(receiver.Spans, span => span.Tags.Values.Any(value => value.Contains("refused-row", StringComparison.Ordinal)));
            Assert.Contains(receiver.Spans, IsSignIn);
            Assert.DoesNotContain(receiver.Raw, body => body.Contains(Secret, StringComparison.Ordinal));
            Assert.DoesNotContain(receiver.Raw, body => body.Contains(Uri.EscapeDataString(Secret), StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            await site.DisposeAsync();
        }
    }

    private static bool IsSignIn(ReceivedSpan span) => span.Tags.GetValueOrDefault("http.route") == "sign-in";

    // What the server says of a refused row names the row's values.
    private static async Task<int> WriteRefused(IServiceProvider services) =>
        await services
            .GetRequiredService<ReserveDb>()
            .Database.ExecuteSqlAsync(
                $"""
                insert into task (run_id, wait_id, element_id, title, territory, opened_at)
                values (gen_random_uuid(), 1, 'refused-row', {Secret}, 'RU.74', now())
                """
            );

    private static async Task<RunId> StartTraced(IServiceProvider services)
    {
        var bundle = new TestProcess("traced").Start().CatchTimer("pause", "duration(\"PT1H\")").End().Bundle();
        var db = services.GetRequiredService<ReserveDb>();
        var stamp = services.GetRequiredService<Caller>().Stamp();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await services.GetRequiredService<Deployment>().Deploy(bundle, null, "shipped", stamp, CancellationToken.None);
        var started = await services
            .GetRequiredService<ProcessRuntime>()
            .Start(
                "traced",
                new StartFacts("RU.74", new Subject("person", Secret)),
                FeelContext.Of(("surname", FeelValue.From(Secret))),
                stamp,
                CancellationToken.None
            );
        await transaction.CommitAsync();
        return started.Value;
    }
}
