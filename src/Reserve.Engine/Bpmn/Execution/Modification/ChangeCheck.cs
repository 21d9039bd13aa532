namespace Reserve.Engine.Bpmn.Execution.Modification;

/// <summary>Looks through several changes of one run together.</summary>
internal sealed class ChangeCheck(ProcessRun run)
{
    private readonly List<ChangeFinding> findings = [];
    private readonly HashSet<Instance> cancelled = [];
    private readonly Dictionary<(Instance Scope, Node Join), int> taken = [];
    private readonly List<(int Index, Node Node, Instance Within)> begun = [];

    public IReadOnlyList<ChangeFinding> Of(IReadOnlyList<RunChange> changes)
    {
        for (var index = 0; index < changes.Count; index++)
            Look(index, changes[index]);
        foreach (var (index, node, within) in begun)
        {
            for (var at = within; at is not null; at = at.Parent)
            {
                if (cancelled.Contains(at))
                {
                    findings.Add(new ChangeFinding(index, ChangeProblem.ScopeCancelled, node.Id));
                    break;
                }
            }
        }

        if (findings.Count == 0 && begun.Count == 0 && Left(run.Root) == 0)
            findings.Add(new ChangeFinding(0, ChangeProblem.NothingLeft, run.Definition.Id));
        return findings;
    }

    private void Look(int index, RunChange change)
    {
        switch (change)
        {
            case RunChange.StartBefore start:
                Begin(index, start.ElementId, start.Scope, null, RunModification.MayBegin);
                break;
            case RunChange.StartAfter start:
                Begin(index, start.ElementId, start.Scope, null, RunModification.MayLeave);
                break;
            case RunChange.Cancel cancel:
                Cancel(index, cancel.Token);
                break;
            case RunChange.Move move:
                var from = Cancel(index, move.Token);
                Begin(index, move.ElementId, 0, from, RunModification.MayBegin);
                break;
        }
    }

    private void Begin(int index, string element, int scope, Instance? from, Func<Node, bool> may)
    {
        if (run.Definition.Find(element) is not { } node)
            findings.Add(new ChangeFinding(index, ChangeProblem.NoSuchElement, element));
        else if (!may(node))
            findings.Add(new ChangeFinding(index, ChangeProblem.CannotStartThere, element));
        else if (RunModification.Find(run, node, scope, from) is { Problem: { } problem })
            findings.Add(new ChangeFinding(index, problem, element));
        else
            begun.Add((index, node, RunModification.Find(run, node, scope, from).Within!));
    }

    /// <summary>The token's own instance, or the scope whose join it waits at.</summary>
    private Instance? Cancel(int index, TokenPlace token)
    {
        if (token.Instance == 0)
        {
            if (
                RunModification.ById(run.Root, token.Scope) is { IsScope: true } scope
                && run.Definition.Find(token.ElementId) is { } join
                && join.Scope == scope.Node
                && RunModification.Places(scope, join).Sum() > taken.GetValueOrDefault((scope, join))
            )
            {
                taken[(scope, join)] = taken.GetValueOrDefault((scope, join)) + 1;
                return scope;
            }
        }
        else if (
            RunModification.ById(run.Root, token.Instance) is { Parent: not null } instance
            && instance.Node.Id == token.ElementId
            && instance.Role is not (Role.Compensation or Role.Restored)
            && cancelled.Add(instance)
        )
        {
            return instance;
        }

        findings.Add(new ChangeFinding(index, ChangeProblem.NoSuchToken, token.ElementId));
        return null;
    }

    /// <summary>How many units keep an instance open once the changes are made.</summary>
    private int Left(Instance at)
    {
        var left = at.Active - taken.Where(pair => pair.Key.Scope == at).Sum(pair => pair.Value);
        for (var child = at.FirstChild; child is not null; child = child.Next)
        {
            if (cancelled.Contains(child) || (IsEmptied(child) && Left(child) == 0))
                left -= RunModification.Units(child);
        }

        return left;
    }

    private bool IsEmptied(Instance at)
    {
        if (!at.IsScope && at.Role != Role.Loop)
            return false;
        if (taken.Keys.Any(pair => pair.Scope == at))
            return true;
        for (var child = at.FirstChild; child is not null; child = child.Next)
        {
            if (cancelled.Contains(child) || IsEmptied(child))
                return true;
        }

        return false;
    }
}
