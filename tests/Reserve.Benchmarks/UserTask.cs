using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Benchmarks;

/// <summary>
/// Completing a user task with all its effects (rights, step, history, next task, audit row) per second, through the whole command
/// pipeline, beside <c>pgbench -N</c> on the same cluster directly before and after. Three user tasks in sequence; 5 000 other
/// open cases lie in the tables. Options by environment: <c>BENCH_SECONDS</c>, <c>BENCH_CLIENTS</c>.
/// </summary>
internal static class UserTask
{
    private const int Ballast = 5_000;

    private static readonly SortedDictionary<int, double> Targets = new()
    {
        [1] = 0.60,
        [4] = 0.45,
        [16] = 0.45,
    };

    private const string Drawing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
          id="d" targetNamespace="urn:bench">
        <process id="three-tasks" name="Три задачи" isExecutable="true">
          <startEvent id="start" />
          <userTask id="one" name="Первая"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <userTask id="two" name="Вторая"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <userTask id="three" name="Третья"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <endEvent id="end" />
          <sequenceFlow id="f1" sourceRef="start" targetRef="one" /><sequenceFlow id="f2" sourceRef="one" targetRef="two" />
          <sequenceFlow id="f3" sourceRef="two" targetRef="three" /><sequenceFlow id="f4" sourceRef="three" targetRef="end" />
        </process>
        </definitions>
        """;

    public static async Task Run()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("BENCH_SECONDS") ?? "6", CultureInfo.InvariantCulture);
        await using var cluster = await DurableCluster.Start();
        await using var node = await ProcessNode.Start(cluster.ConnectionString, workers: 0);
        await node.Deploy(Drawing);
        await node.StartRuns("three-tasks", Ballast);
        var waits = await Waits(node);
        await Measure(node, waits, await node.StartRuns("three-tasks", 600), clients: 4, seconds: 3);
        await cluster.Execute("vacuum analyze");

        foreach (var (clients, target) in Targets)
        {
            var runs = await node.StartRuns("three-tasks", seconds * (clients == 1 ? 400 : 900));
            await cluster.Execute("checkpoint");
            var before = await cluster.PeerRate(clients, Math.Max(3, seconds / 2));
            var wal = await cluster.WalBytes();
            var (done, rate) = await Measure(node, waits, runs, clients, seconds);
            var perTask = (await cluster.WalBytes() - wal) / (double)done;
            var after = await cluster.PeerRate(clients, Math.Max(3, seconds / 2));
            var peer = (before + after) / 2;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"user-task clients={clients} ours={rate:0}/s peer={peer:0}/s ratio={rate / peer:0.00} target={target:0.00} "
                        + $"{(rate / peer >= target ? "ok" : "short")} (WAL {perTask:0} bytes each)"
                )
            );
        }
    }

    /// <summary>The waits of the three tasks: the engine numbers them alike in every run.</summary>
    private static async Task<int[]> Waits(ProcessNode node)
    {
        var run = (await node.StartRuns("three-tasks", 1))[0];
        var waits = new List<int>();
        for (var wait = 1; waits.Count < 3 && wait < 100; wait++)
        {
            if ((await node.Send(new CompleteTask(run, wait, RawAnswers.None, null), ProcessNode.Officer)).IsOk)
                waits.Add(wait);
        }
        return [.. waits];
    }

    private static async Task<(long Done, double Rate)> Measure(ProcessNode node, int[] waits, List<RunId> runs, int clients, int seconds)
    {
        var waiting = new ConcurrentQueue<RunId>(runs);
        long done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (watch.Elapsed.TotalSeconds < seconds && waiting.TryDequeue(out var run))
                        {
                            foreach (var wait in waits)
                            {
                                var result = await node.Send(new CompleteTask(run, wait, RawAnswers.None, null), ProcessNode.Officer);
                                if (!result.IsOk)
                                    throw new InvalidOperationException(result.ToString());
                                Interlocked.Increment(ref done);
                            }
                        }
                    })
                )
        );
        return (done, done / watch.Elapsed.TotalSeconds);
    }
}
