namespace Reserve.Engine.Bpmn.Execution.Modification;

/// <summary>Lists what stands where in a run.</summary>
internal static class TokenList
{
    public static void Collect(Instance at, int depth, List<RunToken> found)
    {
        if (at is { Parent: not null, Role: not (Role.Compensation or Role.Restored) })
        {
            var kind = at.Role switch
            {
                Role.Scope => "scope",
                Role.Loop => "loop",
                _ => ProcessRun.KindOf(at).Kind,
            };
            found.Add(new RunToken(new TokenPlace(at.Node.Id, at.Id, at.FlowScope().Id), kind, depth, RunModification.Units(at)));
            depth++;
        }

        if (at.IsScope)
        {
            foreach (var join in at.Node.Children)
            {
                if (RunModification.Places(at, join).Sum() is > 0 and var count)
                    found.Add(new RunToken(new TokenPlace(join.Id, 0, at.Id), "join", depth, count));
            }
        }

        for (var child = at.FirstChild; child is not null; child = child.Next)
            Collect(child, depth, found);
    }
}
