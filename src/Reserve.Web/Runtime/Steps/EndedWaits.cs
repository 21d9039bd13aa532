using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Steps;

/// <summary>The waits that a step ended without an answer, written together: a run may end with a hundred thousand open.</summary>
internal sealed class EndedWaits(RunId run)
{
    public List<long> Tasks { get; } = [];

    public List<long> Jobs { get; } = [];

    public List<long> Subscriptions { get; } = [];

    public void Write(RunWriter writer, Stamp stamp)
    {
        if (Tasks.Count > 0)
            writer.WithdrawTasks(run, [.. Tasks], stamp);
        if (Jobs.Count > 0)
            writer.DropJobs(run, [.. Jobs]);
        if (Subscriptions.Count > 0)
            writer.Unsubscribe(run, [.. Subscriptions]);
    }
}
