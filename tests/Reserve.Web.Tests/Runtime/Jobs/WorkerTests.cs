using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Jobs;

public sealed class WorkerTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task A_round_that_throws_is_followed_by_the_next_after_a_growing_pause()
    {
        var clock = new FakeTimeProvider();
        using var worker = new Stumbling(clock, stumbles: 3);
        await worker.StartAsync(CancellationToken.None);

        var pauses = new List<TimeSpan>();
        for (var round = 1; round <= 3; round++)
        {
            Assert.True(await worker.Rounds.WaitAsync(TimeSpan.FromSeconds(30)));
            var before = clock.GetUtcNow();
            while (worker.Rounds.CurrentCount == 0 && worker.Tried == round)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }

            pauses.Add(clock.GetUtcNow() - before);
        }

        await worker.Through.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(pauses[0] >= TimeSpan.FromSeconds(1), pauses[0].ToString());
        Assert.True(pauses[1] >= TimeSpan.FromSeconds(2), pauses[1].ToString());
        Assert.True(pauses[2] >= TimeSpan.FromSeconds(4), pauses[2].ToString());
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Every_service_of_ours_that_works_in_the_background_has_the_guarded_loop()
    {
        var loose = typeof(Worker)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(BackgroundService)) && !type.IsAbstract && !type.IsAssignableTo(typeof(Worker)));
        Assert.Empty(loose);
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        Assert.Equal(
            BackgroundServiceExceptionBehavior.Ignore,
            node.Services.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior
        );
    }

    private sealed class Stumbling(TimeProvider clock, int stumbles) : Worker(clock, NullLogger.Instance)
    {
        public SemaphoreSlim Rounds { get; } = new(0);

        public TaskCompletionSource Through { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Tried { get; private set; }

        protected override async Task Round(CancellationToken cancellationToken)
        {
            Tried++;
            Rounds.Release();
            if (Tried <= stumbles)
                throw new InvalidOperationException("The round stumbles.");
            Through.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
