using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Benchmarks;

/// <summary>
/// One run with a parallel multi-instance of <c>BENCH_CHILDREN</c> service tasks (100 000): how long the start takes beside a start with
/// as many
/// children as one step begins, and how long until all have been begun and done.
/// </summary>
internal static class ManyChildren
{
    private const double Target = 2;

    public static async Task Run()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("BENCH_CHILDREN") ?? "100000", CultureInfo.InvariantCulture);
        await using var cluster = await DurableCluster.Start();
        TimeSpan few,
            many;
        await using (var starter = await ProcessNode.Start(cluster.ConnectionString, workers: 0, ServiceChain.Register, typeof(DoNothing)))
        {
            await starter.Deploy(Drawing());
            await Start(starter, Interpreter.ChildrenPerStep);
            few = await Start(starter, Interpreter.ChildrenPerStep);
            many = await Start(starter, count);
        }
        var watch = Stopwatch.StartNew();
        await using var node = await ProcessNode.Start(
            cluster.ConnectionString,
            new RuntimeOptions().Workers,
            ServiceChain.Register,
            typeof(DoNothing)
        );
        while (await Read<bool>(node, "select exists (select from job where activity = 'Reserve.MoreChildren') as \"Value\""))
            await Task.Delay(100);
        var begun = watch.Elapsed;
        while (await Read<bool>(node, "select exists (select from process_run where status = 'running') as \"Value\""))
            await Task.Delay(100);
        var done = watch.Elapsed;
        var steps = await Read<int>(node, "select max(version) as \"Value\" from process_run");
        var completed = await Read<int>(node, "select count(*)::int as \"Value\" from process_run where status = 'completed'");
        var ratio = many / few;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"many-children ours={many.TotalMilliseconds:0}ms peer={few.TotalMilliseconds:0}ms ratio={ratio:0.00} target={Target:0.00} "
                    + $"{(ratio <= Target ? "ok" : "short")} children={count} begun-after={begun.TotalSeconds:0.0}s "
                    + $"done-after={done.TotalSeconds:0.0}s steps={steps} completed={completed}"
            )
        );
    }

    private static async Task<TimeSpan> Start(ProcessNode node, int count)
    {
        var watch = Stopwatch.StartNew();
        await node.InTransaction(services =>
            services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    "many",
                    new StartFacts("RU.74"),
                    FeelContext.Of(("children", FeelValue.From(count))),
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                )
        );
        return watch.Elapsed;
    }

    private static Task<T> Read<T>(ProcessNode node, string sql) =>
        node.InTransaction(services => services.GetRequiredService<ReserveDb>().Database.SqlQueryRaw<T>(sql).SingleAsync());

    private static string Drawing() =>
        """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
              id="d" targetNamespace="urn:bench">
            <process id="many" isExecutable="true"><startEvent id="start" />
            <serviceTask id="each"><extensionElements><elsa:activityBinding activityType="Bench.Nothing" /></extensionElements>
            <multiInstanceLoopCharacteristics><loopCardinality>children</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>
            <endEvent id="end" /><sequenceFlow id="f1" sourceRef="start" targetRef="each" /><sequenceFlow id="f2"
              sourceRef="each" targetRef="end" />
            </process></definitions>
            """;
}
