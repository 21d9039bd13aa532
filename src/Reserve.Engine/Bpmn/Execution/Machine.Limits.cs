namespace Reserve.Engine.Bpmn.Execution;

/// <summary>The bound of one step's work, and what becomes of the tokens that reach it.</summary>
internal sealed partial class Machine
{
    private const int TrailLength = 512;
    private const int NamedElements = 12;

    /// <summary>A message, a signal or a call costs as much as this many moves: others have to do something about each.</summary>
    private const int ThrowCost = 20;

    /// <summary>
    /// Parks a token that came after the step's last move. Tokens of one place are one incident, however many a fork inside the loop has
    /// made of them;
    /// the incident's definition number remembers by which flow they came, so that a join counts them right when it is retried.
    /// </summary>
    private void Park(Move token)
    {
        if (parked.TryGetValue(token, out var same))
        {
            same.Active++;
            return;
        }

        var stuck = Create(token.Node, Role.Stuck, token.Scope);
        stuck.Active = 1;
        parked.Add(token, stuck);
        Raise(
            stuck,
            token.Node,
            Interpreter.StepLimit,
            $"Больше {Interpreter.MaximumMoves} переходов за один шаг без ожидания, похоже на бесконечный цикл: {Circle(token.Node)}",
            token.Via is null ? 0 : token.Via.Place + 1
        );
    }

    private void Unstick(Instance stuck, Wait incident)
    {
        var scope = stuck.Parent!;
        var node = incident.Node;
        Detach(stuck);
        if (stuck.Flag)
        {
            Depart(scope, node);
            return;
        }

        var place = incident.Definition - 1;
        var via = place >= 0 && place < node.Incoming.Length ? node.Incoming[place] : null;
        for (var token = Math.Max(1, stuck.Active); token > 0; token--)
            Enqueue(scope, node, via);
    }

    /// <summary>The elements that the last tokens went through, in that order.</summary>
    private string Circle(Node at)
    {
        var ids = trail.Append(at).Select(node => node.Id).Distinct(StringComparer.Ordinal).ToList();
        var named = string.Join(" → ", ids.Take(NamedElements).Select(id => $"«{id}»"));
        return ids.Count > NamedElements ? $"{named} и ещё {ids.Count - NamedElements}" : named;
    }
}
