namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>Where a simulation stops that would not end by itself.</summary>
public sealed partial class Simulator
{
    private const int MaximumRuns = 10_000;
    private const int MaximumSteps = 100_000;
    private const int TrailLength = 128;
    private const int NamedElements = 12;
    private readonly Queue<string> trail = new();
    private readonly List<string> loops = [];

    /// <summary>Loops that were found: each names its elements. They are incidents of their runs, or have stopped the simulation.</summary>
    public IReadOnlyList<string> Loops => loops;

    /// <summary>Why the simulation was stopped in the middle; null while it was not. What was still to be done then is not done.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Remembers where a run last handed something to others: to a service, a called process, a receiver, the clock.</summary>
    private void HandedOver(SimulatedRun run, string elementId)
    {
        if (trail.Count == TrailLength)
            trail.Dequeue();
        trail.Enqueue($"«{elementId}» ({run.Definition.Id})");
    }

    private string Circle()
    {
        var places = trail.Distinct(StringComparer.Ordinal).ToList();
        var named = string.Join(" → ", places.Take(NamedElements));
        return places.Count > NamedElements ? $"{named} и ещё {places.Count - NamedElements}" : named;
    }

    private void Stop(string why)
    {
        Stopped = why;
        loops.Add(why);
        work.Clear();
        events.Clear();
        calls.Clear();
    }
}
