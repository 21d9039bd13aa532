using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution.Migration;

/// <summary>
/// Takes a running run over to another version of its process. Tokens, waits and counters go to the elements that a mapping names, under
/// the ids that they had: an open task stays the same task. What is completed stays completed and is not done again; what waits goes on as
/// it was set, timers included.
/// </summary>
public static class RunMigration
{
    /// <summary>What each element of the old version most likely is in the new one, in file order.</summary>
    /// <param name="from">The version that runs.</param>
    /// <param name="to">The version to be taken over to.</param>
    public static IReadOnlyList<MappedElement> Propose(ProcessDefinition from, ProcessDefinition to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return ElementMapping.Propose(from, to);
    }

    /// <summary>The elements of a version that an element of another may become, as far as the elements alone tell.</summary>
    /// <param name="from">The version that the element is of.</param>
    /// <param name="elementId">The element.</param>
    /// <param name="to">The other version.</param>
    /// <returns>Ids in file order; empty when there is no such element.</returns>
    public static IReadOnlyList<string> Targets(ProcessDefinition from, string elementId, ProcessDefinition to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return from.Find(elementId) is { } node
            ?
            [
                .. to
                    .Nodes.Skip(1)
                    .Where(target => ElementMapping.Fits(node, target) || (target.Id == node.Id && target.Kind == node.Kind))
                    .Select(target => target.Id),
            ]
            : [];
    }

    /// <summary>What taking a run over would do, or everything that stands in the way. The run itself is not changed.</summary>
    /// <param name="run">The run, between two steps.</param>
    /// <param name="to">The version to be taken over to.</param>
    /// <param name="mapping">Old element id to new element id; elements where nothing stands may be left out.</param>
    /// <param name="options">The moment and the calendar, for events that begin to be waited for.</param>
    public static MigrationPlan Plan(ProcessRun run, ProcessDefinition to, IReadOnlyDictionary<string, string> mapping, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(mapping);
        var carrier = RunCarrier.Carry(run, to, mapping);
        var findings = carrier.Findings;
        if (findings.Exists(finding => finding.Weight != MigrationWeight.Note))
            return new MigrationPlan(null, [.. findings.OrderByDescending(finding => finding.Weight)], []);
        var (effects, goesOn) = Machine.TakeOver(run, carrier, options);
        findings.AddRange(Changes(run, carrier.Run, effects));
        if (goesOn)
            findings.Add(new MigrationFinding(MigrationCode.GoesOn, to.Id));
        return new MigrationPlan(carrier.Run, findings, effects);
    }

    /// <summary>
    /// Gives a run back the state that it had before a migration, when no step was made since. Ids that were given out meanwhile are not
    /// given out again.
    /// </summary>
    /// <param name="run">The run as it stands.</param>
    /// <param name="before">The run as it stood, by the version that it stood by; it becomes the run.</param>
    /// <param name="options">The moment and the calendar.</param>
    /// <returns>What the runtime has to do, in order.</returns>
    public static IReadOnlyList<RunEffect> Restore(ProcessRun run, ProcessRun before, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(before);
        before.LastId = Math.Max(before.LastId, run.LastId);
        return Machine.GiveBack(run, before, options);
    }

    private static IEnumerable<MigrationFinding> Changes(ProcessRun run, ProcessRun carried, IReadOnlyList<RunEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.UserTaskChanged task:
                    yield return new MigrationFinding(MigrationCode.TaskChanged, Was(task.WaitId), task.ElementId, task.Changed);
                    break;
                case RunEffect.ServiceChanged call:
                    yield return new MigrationFinding(MigrationCode.CallChanged, Was(call.WaitId), call.ElementId);
                    break;
                case RunEffect.SubscribeMessage awaited when run.Waits.ContainsKey(awaited.WaitId):
                    yield return new MigrationFinding(MigrationCode.NameChanged, Was(awaited.WaitId), awaited.ElementId);
                    break;
                case RunEffect.SubscribeSignal awaited when run.Waits.ContainsKey(awaited.WaitId):
                    yield return new MigrationFinding(MigrationCode.NameChanged, Was(awaited.WaitId), awaited.ElementId);
                    break;
            }
        }

        string Was(int wait) => run.Waits.TryGetValue(wait, out var found) ? found.Node.Id : carried.Definition.Id;
    }
}
