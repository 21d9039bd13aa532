using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Benchmarks;

/// <summary>
/// Elements completed per second in memory, whole instances from start to end: beside npm bpmn-engine on the same file, and beside a bare
/// walk over the same arrays of flows (how far from the floor).
/// </summary>
internal static class BpmnRate
{
    private const double Target = 500;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static long sink;

    public static Task Sequence() =>
        Compare(
            "bpmn-sequence",
            "<startEvent id=\"s\"/><task id=\"a\"/><task id=\"b\"/><task id=\"c\"/><endEvent id=\"e\"/>"
                + Flows(("s", "a"), ("a", "b"), ("b", "c"), ("c", "e"))
        );

    public static Task Join()
    {
        var body = new StringBuilder(
            "<startEvent id=\"s\"/><parallelGateway id=\"fork\"/><parallelGateway id=\"join\"/><endEvent id=\"e\"/>"
        );
        var flows = new List<(string, string)> { ("s", "fork"), ("join", "e") };
        for (var branch = 0; branch < 10; branch++)
        {
            body.Append(CultureInfo.InvariantCulture, $"<task id=\"t{branch}\"/>");
            flows.Add(("fork", $"t{branch}"));
            flows.Add(($"t{branch}", "join"));
        }

        return Compare("bpmn-join", body + Flows([.. flows]));
    }

    public static Task MultiInstance() =>
        Compare(
            "bpmn-multi-instance",
            "<startEvent id=\"s\"/><task id=\"a\"><multiInstanceLoopCharacteristics>"
                + "<loopCardinality>100</loopCardinality></multiInstanceLoopCharacteristics></task><endEvent id=\"e\"/>"
                + Flows(("s", "a"), ("a", "e"))
        );

    private static string Flows(params (string From, string To)[] flows) =>
        string.Concat(flows.Select((flow, index) => $"<sequenceFlow id=\"f{index}\" sourceRef=\"{flow.From}\" targetRef=\"{flow.To}\"/>"));

    private static async Task Compare(string name, string body)
    {
        var xml = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench">
            <process id="p" isExecutable="true">{body}</process></definitions>
            """;
        var definition = ProcessDefinition.Compile(BpmnReader.Read(xml).File!).Definition!;
        var start = new RunEvent.Start(FeelContext.Empty);
        var first = Interpreter.Step(definition, ProcessRun.Create(definition), start, Now);
        var elements = first.Effects.OfType<RunEffect.History>().Count(history => history.What == HistoryKind.Completed);
        var ended = first.Effects.OfType<RunEffect.RunEnded>().Any(end => end.State == RunState.Completed);

        var instances = Rate(() => sink += Interpreter.Step(definition, ProcessRun.Create(definition), start, Now).Effects.Count);
        var (targets, entry) = Arrays(definition);
        var stack = new int[256];
        var floor = Rate(() => Walk(targets, entry, stack));

        var file = Path.Combine(Path.GetTempPath(), $"{name}-{Environment.ProcessId}.bpmn");
        await File.WriteAllTextAsync(file, xml);
        try
        {
            var answer = (await Peer.Node("bpmn-rate.js", file, "3")).Split(' ');
            var peer = double.Parse(answer[0], CultureInfo.InvariantCulture);
            var ratio = instances / peer;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} ours={instances * elements:0}/s peer={peer * elements:0}/s ratio={ratio:0} target={Target:0} "
                        + $"{(ratio >= Target && ended ? "ok" : "short")} (elements completed; {instances:0} instances/s of "
                        + $"{elements}; npm bpmn-engine 25.0.1, model parsed once, says {answer[1]} left; a bare walk over the "
                        + $"flows is {floor / instances:0} times as fast)"
                )
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The flows as numbers: for each node where they lead.</summary>
    private static (int[][] Targets, int Entry) Arrays(ProcessDefinition definition)
    {
        var nodes = definition.Process.Nodes.Select(node => node.Id).ToList();
        int[][] targets =
        [
            .. nodes.Select(id =>
                definition.Process.Flows.Where(flow => flow.SourceRef == id).Select(flow => nodes.IndexOf(flow.TargetRef)).ToArray()
            ),
        ];
        return (targets, 0);
    }

    /// <summary>Goes through every flow once for each token, without joining, conditions, history or state.</summary>
    private static void Walk(int[][] targets, int entry, int[] stack)
    {
        var depth = 0;
        stack[depth++] = entry;
        while (depth > 0)
        {
            var node = stack[--depth];
            sink += node;
            foreach (var target in targets[node])
                stack[depth++] = target;
        }
    }

    private static double Rate(Action once)
    {
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 500; )
            once();
        double best = 0;
        for (var round = 0; round < 3; round++)
        {
            var count = 0;
            var watch = Stopwatch.StartNew();
            while (watch.ElapsedMilliseconds < 500)
            {
                for (var turn = 0; turn < 50; turn++)
                    once();
                count += 50;
            }

            best = Math.Max(best, count / watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}
