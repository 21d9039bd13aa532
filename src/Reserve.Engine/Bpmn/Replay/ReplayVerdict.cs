using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Replay;

/// <summary>Compares two plays of one case.</summary>
internal static class ReplayVerdict
{
    public static ReplayedCase Of(RecordedPlay was, OtherPlay now)
    {
        if (NewIncident(was, now) is { } incident)
            return new ReplayedCase.Fails(incident.ElementId, incident.Message);
        var before = was.Trace.Select(now.SameAs).OfType<string>().ToList();
        var after = now.Trace.Where(now.IsKnown).ToList();
        var missing = Surplus(before, after);
        var added = Surplus(after, before);
        if (missing is null && added is null && was.Run.State == now.Run.State)
        {
            // Up to here as it went, but the case stands at something else now.
            if (now.Run.State == RunState.Active && Unanswered(now) is { } ahead)
                return new ReplayedCase.OtherWay(Source(now.Definition, now.Trace, now.Trace.LastIndexOf(ahead)), Gone(was, now), ahead);
            return new ReplayedCase.Unchanged(
                [.. now.Trace.Where(id => !now.IsKnown(id)).Distinct(StringComparer.Ordinal)],
                Other(was, now)
            );
        }

        if (added is null && now.Run.State == RunState.Active && Unanswered(now) is { } waiting)
            return new ReplayedCase.Cannot(CannotReason.NewElement, waiting);
        return new ReplayedCase.OtherWay(
            Before(was, missing, now) ?? BeforeAdded(now, added),
            missing is { } gone ? was.Trace.First(id => now.SameAs(id) == gone) : null,
            added ?? now.Trace.LastOrDefault(id => !now.IsKnown(id))
        );
    }

    /// <summary>An element that the recorded case stands at and the other version has no more.</summary>
    private static string? Gone(RecordedPlay was, OtherPlay now) =>
        was.Run.Waits.Values.Where(wait => now.SameAs(wait.Node.Id) is null).OrderBy(wait => wait.Id).FirstOrDefault()?.Node.Id;

    private static RunEffect.IncidentRaised? NewIncident(RecordedPlay was, OtherPlay now)
    {
        if (now.Incidents.Count == 0)
            return null;
        var old = was
            .Run.Waits.Values.Where(wait => wait.Kind == WaitKind.Incident)
            .Select(wait => now.SameAs(wait.Node.Id))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return now.Incidents.Values.FirstOrDefault(incident => !old.Contains(incident.ElementId));
    }

    /// <summary>A new element that waits for an answer.</summary>
    private static string? Unanswered(OtherPlay now) =>
        now
            .Run.Waits.Values.Where(wait => !now.IsKnown(wait.Node.Id) && wait.Kind is not (WaitKind.Timer or WaitKind.Conditional))
            .OrderBy(wait => wait.Id)
            .FirstOrDefault()
            ?.Node.Id;

    /// <summary>The first element that a trace has more often than the other; null when it has none.</summary>
    private static string? Surplus(List<string> trace, List<string> other)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in other)
            left[id] = left.GetValueOrDefault(id) + 1;
        foreach (var id in trace)
        {
            if (left.GetValueOrDefault(id) is var times and > 0)
                left[id] = times - 1;
            else
                return id;
        }

        return null;
    }

    /// <summary>The element that the recorded case came from to where the other one does not go.</summary>
    private static string? Before(RecordedPlay was, string? missing, OtherPlay now) =>
        missing is null ? null : Source(was.Definition, was.Trace, was.Trace.FindLastIndex(id => now.SameAs(id) == missing));

    private static string? BeforeAdded(OtherPlay now, string? added) =>
        added is null ? now.Trace.LastOrDefault() : Source(now.Definition, now.Trace, now.Trace.LastIndexOf(added));

    /// <summary>The last element before a place of a trace that a flow leads from; the one just before it where none does.</summary>
    private static string? Source(ProcessDefinition definition, List<string> trace, int place)
    {
        var node = definition.Find(trace[place]);
        for (var index = place - 1; index >= 0; index--)
        {
            if (node?.Incoming.Any(flow => flow.Source.Id == trace[index]) == true || node?.AttachedTo?.Id == trace[index])
                return trace[index];
        }

        return place > 0 ? trace[place - 1] : null;
    }

    /// <summary>Decisions of both that gave another value than they did.</summary>
    private static List<string> Other(RecordedPlay was, OtherPlay now)
    {
        var before = was
            .Decisions.Select(made => (Element: now.SameAs(made.Element), made.Value))
            .Where(made => made.Element is not null)
            .ToLookup(made => made.Element!, made => FeelJson.ToExactText(made.Value), StringComparer.Ordinal);
        return
        [
            .. now
                .Decisions.Where(made => now.IsKnown(made.Element))
                .GroupBy(made => made.Element, made => FeelJson.ToExactText(made.Value), StringComparer.Ordinal)
                .Where(group => !group.SequenceEqual(before[group.Key], StringComparer.Ordinal))
                .Select(group => group.Key),
        ];
    }
}
