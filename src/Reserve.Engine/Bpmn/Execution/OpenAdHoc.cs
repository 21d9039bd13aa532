namespace Reserve.Engine.Bpmn.Execution;

/// <summary>An activity of an open ad-hoc subprocess (13.3.5).</summary>
/// <param name="ElementId">The activity.</param>
/// <param name="Running">How many of it are under way.</param>
public sealed record AdHocActivity(string ElementId, int Running);

/// <summary>An ad-hoc subprocess that waits for somebody to pick an activity (10.3.5).</summary>
/// <param name="WaitId">What <see cref="RunEvent.ActivateAdHoc"/> and <see cref="RunEvent.CompleteAdHoc"/> name.</param>
/// <param name="Instance">The id that its elements have as scope in the history.</param>
/// <param name="ElementId">The subprocess.</param>
/// <param name="IsSequential">Whether one activity is under way at a time.</param>
/// <param name="CancelsRemaining">Whether its end ends what is under way.</param>
/// <param name="Completion">The FEEL text that ends it; null when the drawing has none.</param>
/// <param name="IsBusy">Whether an activity, or what comes after one, is under way.</param>
/// <param name="Activities">What may be picked, as drawn: those without incoming flow.</param>
public sealed record OpenAdHoc(
    int WaitId,
    int Instance,
    string ElementId,
    bool IsSequential,
    bool CancelsRemaining,
    string? Completion,
    bool IsBusy,
    IReadOnlyList<AdHocActivity> Activities
)
{
    /// <summary>Whether an activity may be picked now.</summary>
    public bool IsEnabled => !(IsSequential && IsBusy);

    internal static OpenAdHoc Of(Wait wait)
    {
        var (owner, node) = (wait.Owner, wait.Owner.Node);
        return new OpenAdHoc(
            wait.Id,
            owner.Id,
            node.Id,
            node.AdHocSequential,
            node.AdHocCancelRemaining,
            node.AdHocCompletion?.Text,
            owner.Active > 0,
            [.. node.AdHocActivities.Select(activity => new AdHocActivity(activity.Id, Running(owner, activity)))]
        );
    }

    private static int Running(Instance adHoc, Node activity)
    {
        var running = 0;
        for (var child = adHoc.FirstChild; child is not null; child = child.Next)
        {
            if (child.Node == activity)
                running++;
        }

        return running;
    }
}
