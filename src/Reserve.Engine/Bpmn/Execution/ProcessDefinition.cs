using System.Text;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>How a process can begin.</summary>
public enum StartKind
{
    /// <summary>Somebody starts it.</summary>
    None,

    /// <summary>A message.</summary>
    Message,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>A condition; the runtime decides when it looks.</summary>
    Conditional,
}

/// <summary>A place where a process begins.</summary>
/// <param name="ElementId">What to give as <see cref="RunEvent.Start.StartElement"/>; null for a process without start events.</param>
/// <param name="Kind">What begins it.</param>
/// <param name="Name">The message's or signal's name.</param>
public sealed record StartPoint(string? ElementId, StartKind Kind, string? Name)
{
    internal TimerSpec? Timer { get; init; }

    internal FeelExpression? Condition { get; init; }

    /// <summary>
    /// When a timer start fires first, counted from the deployment; null for other starts and when the expression says no time.
    /// </summary>
    public TimerSchedule? Schedule(DateTimeOffset now) => Schedule(new FeelOptions(now));

    /// <summary>
    /// When a timer start fires first, counted from the deployment; null for other starts and when the expression says no time.
    /// </summary>
    public TimerSchedule? Schedule(FeelOptions options) =>
        Timer is null
            ? null
            : TimerSchedule.From(
                Timer.Expression is { } expression ? expression.Evaluate(FeelContext.Empty, options).Value : Timer.Constant,
                Timer.Kind,
                options
            );

    /// <summary>
    /// What begins it as the drawing writes it: a timer's text after its kind (<c>Cycle R/P1D</c>), a condition's FEEL; null for other
    /// starts. Two versions with the same text begin by the same rule.
    /// </summary>
    public string? Rule => Timer is not null ? $"{Timer.Kind} {Timer.Expression?.Text ?? Timer.Constant.AsString()}" : Condition?.Text;

    /// <summary>Whether a timer start comes again and again.</summary>
    public bool IsCycle => Timer?.Kind == TimerKind.Cycle;

    /// <summary>Whether a conditional start's condition holds for these data.</summary>
    public bool Holds(FeelContext data, DateTimeOffset now) => Evaluate(data, new FeelOptions(now))?.Value.IsTrue == true;

    /// <summary>What a conditional start's condition gives for these data, with what went wrong; null for other starts.</summary>
    public FeelResult? Evaluate(FeelContext data, FeelOptions options) => Condition?.Evaluate(data, options);
}

/// <summary>What an element of a compiled process is, for the runtime and pages.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The label; empty when absent.</param>
/// <param name="ElementName">The local XML name.</param>
/// <param name="Binding">Its activity binding, or null.</param>
public sealed record ElementInfo(string Id, string Name, string ElementName, ActivityBinding? Binding)
{
    /// <summary>What people call it: its name, or its id where it has none.</summary>
    public string Label => Name.Length > 0 ? Name : Id;

    /// <summary>What people call the element of an id, which stays the id where it is unknown.</summary>
    public static string LabelOf(IReadOnlyDictionary<string, ElementInfo> elements, string id) =>
        elements.TryGetValue(id, out var element) ? element.Label : id;
}

/// <summary>A FEEL text of a drawing: of an input, condition, timer, script, list, key.</summary>
/// <param name="ElementId">The node or sequence flow that has it.</param>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Expression">The text, parsed.</param>
public sealed record ElementFormula(string ElementId, int Line, FeelExpression Expression);

/// <summary>What compiling gave: a definition, or at least one error.</summary>
/// <param name="Definition">Null when there is an error.</param>
/// <param name="Diagnostics">Every finding, by line.</param>
public sealed record CompileResult(ProcessDefinition? Definition, IReadOnlyList<BpmnDiagnostic> Diagnostics);

/// <summary>A process ready to run: immutable, safe for many threads; nodes and flows by number, FEEL compiled.</summary>
public sealed class ProcessDefinition
{
    private readonly Dictionary<string, Node> byId;

    internal ProcessDefinition(
        BpmnProcess process,
        Node[] nodes,
        Flow[] flows,
        IReadOnlyList<StartPoint> starts,
        IReadOnlyList<ElementFormula> formulas
    )
    {
        Formulas = formulas;
        Process = process;
        Nodes = nodes;
        Flows = flows;
        Starts = starts;
        byId = nodes.Skip(1).ToDictionary(node => node.Id, StringComparer.Ordinal);
        Fingerprint = Print(nodes);
    }

    /// <summary>
    /// The variables that the engine sets by itself: in loops and multi-instances (13.3.6, 13.3.7), for a complex gateway (13.4.5).
    /// </summary>
    public static IReadOnlyList<string> EngineVariables { get; } =
    [
        "loopCounter",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
        "activationCount",
        "waitingForStart",
    ];

    /// <summary>The process as read.</summary>
    public BpmnProcess Process { get; }

    /// <summary>The process's id.</summary>
    public string Id => Process.Id;

    /// <summary>The process's name; its id when it has none.</summary>
    public string Name => Process.Name.Length > 0 ? Process.Name : Process.Id;

    /// <summary>Where it can begin.</summary>
    public IReadOnlyList<StartPoint> Starts { get; }

    /// <summary>Every node, subprocesses' included, in file order.</summary>
    public IEnumerable<ElementInfo> Elements => Nodes.Skip(1).Select(Info);

    /// <summary>Activity types that the process asks for, by element.</summary>
    public IEnumerable<ElementInfo> BoundElements => Elements.Where(element => element.Binding is not null);

    /// <summary>Every FEEL text that a run may evaluate, with its place.</summary>
    public IReadOnlyList<ElementFormula> Formulas { get; }

    internal Node[] Nodes { get; }

    internal Flow[] Flows { get; }

    /// <summary>
    /// Changes when nodes are added, removed or reordered; stored with a run, which can be read back only by a definition of the same
    /// fingerprint.
    /// </summary>
    internal uint Fingerprint { get; }

    /// <summary>Compiles a process of a file.</summary>
    /// <param name="file">A file that was read without errors.</param>
    /// <param name="processId">Which process; null for the first executable one.</param>
    public static CompileResult Compile(BpmnFile file, string? processId = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var process = processId is not null
            ? file.Process(processId)
            : file.Processes.FirstOrDefault(candidate => candidate.IsExecutable == true)
                ?? (file.Processes.Count > 0 ? file.Processes[0] : null);
        return process is null
            ? new CompileResult(
                null,
                [
                    new BpmnDiagnostic(
                        "no-process",
                        BpmnSeverity.Error,
                        processId ?? "",
                        0,
                        processId is null ? "В файле нет процесса" : $"В файле нет процесса «{processId}»"
                    ),
                ]
            )
            : new Compiler(file, process).Compile();
    }

    /// <summary>
    /// Whether one run may wait many times at an element at once: it, or a subprocess around it, is a parallel multi-instance (13.3.7).
    /// </summary>
    /// <param name="id">The element; null asks whether there is any such element.</param>
    public bool MayWaitManyTimes(string? id)
    {
        if (id is null)
            return Nodes.Any(IsParallel);
        for (var node = byId.GetValueOrDefault(id); node is not null; node = node.Scope)
        {
            if (IsParallel(node))
                return true;
        }

        return false;

        static bool IsParallel(Node node) => node.Loop is { Standard: false, Sequential: false };
    }

    /// <summary>The element of this id, or null.</summary>
    public ElementInfo? Element(string id) => byId.TryGetValue(id, out var node) ? Info(node) : null;

    /// <summary>What people call the element of an id, which stays the id where there is none.</summary>
    public string LabelOf(string id) => Element(id)?.Label ?? id;

    internal Node? Find(string id) => byId.GetValueOrDefault(id);

    private static ElementInfo Info(Node node) => new(node.Id, node.Source!.Name, node.Source.ElementName, node.Source.Binding);

    private static uint Print(Node[] nodes)
    {
        var hash = 2166136261u;
        foreach (var node in nodes)
        {
            foreach (var part in Encoding.UTF8.GetBytes(node.Id))
                hash = (hash ^ part) * 16777619u;
            hash = (hash ^ (uint)node.Kind ^ 0x100u) * 16777619u;
        }

        return hash;
    }
}
