using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime;

public sealed class WorkerTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public void Pauses_double_up_to_half_a_minute_and_start_over_after_a_success()
    {
        var pauses = new Pauses(TimeSpan.FromSeconds(1));
        var seen = new List<double> { pauses.Next.TotalSeconds };
        for (var turn = 0; turn < 7; turn++)
        {
            pauses.Failed();
            seen.Add(pauses.Next.TotalSeconds);
        }
        pauses.Worked();
        seen.Add(pauses.Next.TotalSeconds);
        Assert.Equal([0, 1, 2, 4, 8, 16, 30, 30, 0], seen);
    }

    [Fact]
    public async Task A_worker_whose_database_is_away_pauses_longer_and_longer_and_lives()
    {
        var log = new FailureCounts();
        await using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1;Pooling=false");
        var options = Options.Create(new RuntimeOptions { Workers = 1, Poll = TimeSpan.FromMilliseconds(1) });
        using var worker = new JobWorker(
            new JobQueue(source),
            new JobRunner(null!, source, options, TimeProvider.System, NullLogger<JobRunner>.Instance),
            new WorkSignal(),
            options,
            TimeProvider.System,
            log
        );
        await worker.StartAsync(CancellationToken.None);
        await log.Reached(4);
        Assert.False(worker.ExecuteTask!.IsCompleted);
        Assert.Equal([1, 2, 4, 8], log.Pauses.Take(4).Select(pause => pause.TotalMilliseconds));
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Two_hundred_completions_at_the_same_time_on_two_nodes_all_succeed_with_few_connections()
    {
        var few = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 10, Timeout = 60 }.ConnectionString;
        await using var one = await RuntimeNode.Start(few, TimeProvider.System);
        await using var two = await RuntimeNode.Start(few, TimeProvider.System);
        await one.Deploy(new TestProcess("rush").Start().ManyUsers("each", 100).End().Bundle());
        await one.Deploy(new TestProcess("rush-single").Start().User("only", ("role", "\"HrOfficer\"")).End().Bundle());
        var together = await one.StartRun("rush");
        List<(RunId Run, int Wait)> tasks = [.. (await one.OpenTasks(together)).Select(task => (together, task.Wait))];
        for (var n = 0; n < 100; n++)
        {
            var single = await one.StartRun("rush-single");
            tasks.Add((single, (await one.OpenTasks(single)).Single().Wait));
        }
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);

        var done = await Task.WhenAll(
            tasks.Select(
                (task, place) => (place % 2 == 0 ? one : two).Send(new CompleteTask(task.Run, task.Wait, RawAnswers.None, null), officer)
            )
        );

        Assert.All(done, result => Assert.True(result.IsOk, result.ToString()));
        Assert.Equal("completed", await one.Status(together));
        Assert.Equal(
            0,
            await one.Value<int>(
                """select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where d.key like 'rush%' and r.status = 'running'"""
            )
        );
    }

    /// <summary>Counts what the worker says of failures, and keeps the pauses that it announces.</summary>
    private sealed class FailureCounts : ILogger<JobWorker>
    {
        private readonly SemaphoreSlim said = new(0);

        public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

        public async Task Reached(int failures)
        {
            for (var count = 0; count < failures; count++)
                await said.WaitAsync();
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (eventId.Id != 2011 || state is not IReadOnlyList<KeyValuePair<string, object?>> values)
                return;
            Pauses.Enqueue((TimeSpan)values.Single(value => value.Key == "Pause").Value!);
            said.Release();
        }
    }
}
