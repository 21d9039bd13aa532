using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime;

/// <summary>
/// What the runtime counts and which spans it opens. Attributes name processes, elements, kinds and ids of runs, never a person's
/// data. Nothing is measured while nobody listens.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Reserve";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("reserve.steps", "{step}", "Steps that processes made.");

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("reserve.jobs", "{job}", "Jobs worked on, by how it ended.");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "reserve.outbox.attempts",
        "{message}",
        "Attempts to send what leaves, by how they ended."
    );

    private static readonly Counter<long> Letters = Meter.CreateCounter<long>(
        "reserve.letters",
        "{letter}",
        "Letters taken from the mailbox, by what became of them."
    );

    /// <summary>A step of a run; null while nobody listens.</summary>
    public static Activity? StartStep(RunId run, string process, string cause) =>
        Source.StartActivity("step " + process) is { } span
            ? span.SetTag("reserve.process", process).SetTag("reserve.run", run.Value.ToString()).SetTag("reserve.cause", cause)
            : null;

    /// <summary>Counts a step that was committed.</summary>
    public static void StepMade(string process) => Steps.Add(1, new KeyValuePair<string, object?>("process", process));

    public static Activity? StartJob(HeldJob job) =>
        Source.StartActivity("job " + JobKinds.Text(job.Kind), ActivityKind.Consumer) is { } span
            ? span.SetTag("reserve.run", job.Wait.Run.Value.ToString())
                .SetTag("reserve.element", job.Element)
                .SetTag("reserve.activity", job.Activity)
                .SetTag("reserve.attempt", job.Attempts + 1)
            : null;

    /// <param name="span">The span of the job.</param>
    /// <param name="job">The job.</param>
    /// <param name="process">The key of its run's process; null when it is not about one run.</param>
    /// <param name="outcome">How it ended.</param>
    public static void JobEnded(Activity? span, HeldJob job, string? process, JobOutcome outcome)
    {
        var word = outcome switch
        {
            JobOutcome.Done => "done",
            JobOutcome.Lost => "lost",
            JobOutcome.Failed => "failed",
        };
        span?.SetTag("reserve.process", process).SetTag("reserve.outcome", word);
        if (outcome == JobOutcome.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
        Jobs.Add(
            1,
            new KeyValuePair<string, object?>("kind", JobKinds.Text(job.Kind)),
            new KeyValuePair<string, object?>("outcome", word),
            new KeyValuePair<string, object?>("process", process ?? "")
        );
    }

    public static void SendingEnded(string kind, bool sent) =>
        Sent.Add(
            1,
            new KeyValuePair<string, object?>("kind", kind),
            new KeyValuePair<string, object?>("outcome", sent ? "sent" : "failed")
        );

    public static void LetterTaken(bool usable) => Letters.Add(1, new KeyValuePair<string, object?>("outcome", usable ? "in" : "aside"));
}
