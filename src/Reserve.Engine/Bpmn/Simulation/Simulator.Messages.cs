using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>A message that nobody has taken yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CorrelationKey">Its key, or null.</param>
/// <param name="Variables">What it brings.</param>
/// <param name="Until">When it expires.</param>
/// <param name="ElementId">The element that threw it; empty when it came from outside.</param>
/// <param name="Sender">The run that threw it; null when it came from outside.</param>
public sealed record KeptMessage(
    string Name,
    string? CorrelationKey,
    FeelContext Variables,
    DateTimeOffset Until,
    string ElementId,
    SimulatedRun? Sender
);

/// <summary>Who gets a message, and what becomes of one that nobody waits for.</summary>
public sealed partial class Simulator
{
    private readonly List<KeptMessage> kept = [];

    /// <summary>Messages that wait for somebody who waits for them, oldest first.</summary>
    public IReadOnlyList<KeptMessage> KeptMessages => kept;

    /// <summary>
    /// Sends a message from outside: to who waits for it, else to a process that it starts, else it is kept for its time to live.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">Its key, or null.</param>
    /// <param name="variables">What it brings.</param>
    /// <param name="timeToLive">How long it is kept; null for <see cref="RunEffect.ThrowMessage.DefaultTimeToLive"/>.</param>
    /// <returns>False when it was kept.</returns>
    public bool Publish(string name, string? key, FeelContext variables, IsoDuration? timeToLive = null)
    {
        if (Message(name, key, variables) || StartByMessage(name, variables) is not null)
            return true;
        Keep(new KeptMessage(name, key, variables, Until(timeToLive), "", null));
        return false;
    }

    private DateTimeOffset Until(IsoDuration? timeToLive) => RunEffect.ThrowMessage.KeptUntil(timeToLive, Now) ?? DateTimeOffset.MaxValue;

    private void Keep(KeptMessage message)
    {
        if (message.Until > Now)
            kept.Add(message);
        else
            Expire(message);
    }

    private void Expire(KeptMessage message)
    {
        kept.Remove(message);
        if (message.Sender is not { } sender)
            return;
        events.Enqueue((sender, new RunEvent.MessageExpired(message.ElementId, message.Name, message.CorrelationKey)));
        if (work.Count == 0)
            Settle();
    }

    /// <summary>
    /// The wait that a message goes to: one with its key before one without, of equals the oldest. A message without key goes only to waits
    /// without key.
    /// </summary>
    private (SimulatedRun Run, OpenWait Wait)? Receiver(string name, string? key)
    {
        (SimulatedRun Run, OpenWait Wait)? general = null;
        foreach (var pair in Waits("message"))
        {
            if (pair.Wait.Key != name)
                continue;
            var wanted = keys.GetValueOrDefault((pair.Run.Number, pair.Wait.Id));
            if (wanted is null)
                general ??= pair;
            else if (wanted == key)
                return pair;
        }

        return general;
    }

    /// <summary>Gives a wait that opens the oldest message that was kept for it.</summary>
    private void TakeKept(SimulatedRun run, RunEffect.SubscribeMessage subscribe)
    {
        var index = kept.FindIndex(message =>
            message.Name == subscribe.Name && (subscribe.CorrelationKey is null || message.CorrelationKey == subscribe.CorrelationKey)
        );
        if (index < 0)
            return;
        var message = kept[index];
        kept.RemoveAt(index);
        events.Enqueue((run, new RunEvent.MessageArrived(subscribe.WaitId, message.Variables)));
    }
}
