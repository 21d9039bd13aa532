using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Replays;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Benchmarks;

/// <summary>
/// Recorded cases per second that are read from the database, played through their own version and through a draft with another condition,
/// and judged; beside the pure engine, which plays the same events of the same cases from memory, once. The cases are made by the runtime
/// itself: a task with a mark, a choice, a second task. Their number by environment: <c>BENCH_CASES</c>.
/// </summary>
internal static class Replay
{
    private const int Clients = 8;
    private const double Target = 1_000;

    private const string Drawing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
          id="d" targetNamespace="urn:bench">
        <process id="marked" name="Оценка" isExecutable="true">
          <startEvent id="start" />
          <userTask id="check" name="Оценить"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <boundaryEvent id="late" attachedToRef="check" cancelActivity="false">
            <timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>
          <exclusiveGateway id="passed" default="toNo" />
          <userTask id="yes" name="Принять"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <userTask id="no" name="Отказать"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask"><elsa:input
            name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input></elsa:activityBinding>
            </extensionElements></userTask>
          <endEvent id="end" /><endEvent id="told" />
          <sequenceFlow id="f1" sourceRef="start" targetRef="check" /><sequenceFlow id="f2" sourceRef="check" targetRef="passed" />
          <sequenceFlow id="toYes" sourceRef="passed" targetRef="yes">
            <conditionExpression>mark &gt;= 60</conditionExpression></sequenceFlow>
          <sequenceFlow id="toNo" sourceRef="passed" targetRef="no" /><sequenceFlow id="f3" sourceRef="yes" targetRef="end" />
          <sequenceFlow id="f4" sourceRef="no" targetRef="end" /><sequenceFlow id="f5" sourceRef="late" targetRef="told" />
        </process>
        </definitions>
        """;

    public static async Task Run()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("BENCH_CASES") ?? "4000", CultureInfo.InvariantCulture);
        await using var cluster = await DurableCluster.Start();
        await using var node = await ProcessNode.Start(cluster.ConnectionString, workers: 0);
        await node.Deploy(Drawing);
        var runs = await node.StartRuns("marked", count);
        await Complete(node, runs, run => FeelContext.Of(("mark", FeelValue.From(runs.IndexOf(run) % 100))));
        await Complete(node, runs, _ => FeelContext.Empty);
        await Save(node, Drawing.Replace("mark &gt;= 60", "mark &gt;= 75", StringComparison.Ordinal));
        await cluster.Execute("vacuum analyze");

        await Replayed(node, runs[..ReplayPortions.Portion]);
        var watch = Stopwatch.StartNew();
        var groups = await Replayed(node, runs);
        var ours = count / watch.Elapsed.TotalSeconds;
        var other = groups.Where(group => group.Kind == ReplayKind.OtherWay).Sum(group => group.Count);
        if (other != runs.Count(run => runs.IndexOf(run) % 100 is >= 60 and < 75))
            throw new InvalidOperationException($"{other} cases go another way.");
        var peer = await Pure(node, runs);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"replay ours={ours:0}/s peer={peer:0}/s ratio={ours / peer:0.000} target={Target:0}/s {(ours >= Target ? "ok" : "short")} "
                    + $"(cases of 3 steps; {other} of {count} go another way)"
            )
        );
    }

    private static async Task<IReadOnlyList<ReplayGroup>> Replayed(ProcessNode node, List<RunId> runs)
    {
        IReadOnlyList<ReplayGroup> groups = [];
        foreach (var portion in runs.Select(run => run.Value).Chunk(ReplayPortions.Portion))
            groups = ReplayGroup.Add(
                groups,
                await node.InTransaction(async services =>
                {
                    var replay = services.GetRequiredService<DraftReplay>();
                    var draft = await replay.Draft("marked", null, CancellationToken.None);
                    return await replay.Play(draft!, portion, CancellationToken.None);
                })
            );
        return groups;
    }

    /// <summary>The recorded events given to the engine alone.</summary>
    private static async Task<double> Pure(ProcessNode node, List<RunId> runs)
    {
        var (definition, recorded) = await node.InTransaction(async services =>
        {
            var found = await services.GetRequiredService<RecordedRuns>().Of([.. runs.Select(run => run.Value)], CancellationToken.None);
            var session = new RuntimeSession(services.GetRequiredService<ReserveDb>());
            var deployed = await services.GetRequiredService<ProcessCatalog>().Get(found[0].Definition, session, CancellationToken.None);
            return (deployed.Definition, found);
        });
        Play();
        var watch = Stopwatch.StartNew();
        Play();
        return runs.Count / watch.Elapsed.TotalSeconds;

        void Play()
        {
            foreach (var run in recorded)
            {
                var state = ProcessRun.Create(definition);
                foreach (var step in run.Steps)
                {
                    foreach (var happened in step.Given.Events)
                        Interpreter.Step(definition, state, happened, step.At);
                }
            }
        }
    }

    /// <summary>Completes the open task of each run.</summary>
    private static async Task Complete(ProcessNode node, List<RunId> runs, Func<RunId, FeelContext> answers)
    {
        var waits = await node.InTransaction(services =>
            services
                .GetRequiredService<ReserveDb>()
                .Database.SqlQuery<OpenTask>($"""select run_id as "Run", wait_id::int as "Wait" from task where state = 'open'""")
                .ToDictionaryAsync(task => task.Run, task => task.Wait)
        );
        await Parallel.ForEachAsync(
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (run, cancellationToken) =>
            {
                await using var scope = node.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().Become(ProcessNode.Officer);
                await using var transaction = await scope
                    .ServiceProvider.GetRequiredService<ReserveDb>()
                    .Database.BeginTransactionAsync(cancellationToken);
                var done = await scope
                    .ServiceProvider.GetRequiredService<ProcessRuntime>()
                    .CompleteTask(run, waits[run.Value], answers(run), null, cancellationToken);
                if (!done.IsOk)
                    throw new InvalidOperationException(done.ToString());
                await transaction.CommitAsync(cancellationToken);
            }
        );
    }

    private static Task Save(ProcessNode node, string xml) =>
        node.InTransaction(async services =>
        {
            var saved = await services
                .GetRequiredService<ProcessDrafts>()
                .Save(
                    new DraftPlace("marked", null),
                    BundleContent.Of(xml),
                    null,
                    0,
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            return saved ?? throw new InvalidOperationException("The draft is not saved.");
        });

    private sealed record OpenTask(Guid Run, int Wait);
}
