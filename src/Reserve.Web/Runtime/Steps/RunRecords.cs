using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What a run is about: a candidate, a case. The feature that starts the run names it.</summary>
public sealed record Subject(string Type, string Id);

internal enum RunStatus
{
    Running,
    Completed,
    Terminated,
    Failed,
    Cancelled,
}

internal static class RunStatuses
{
    public static string[] All { get; } = [.. Enum.GetValues<RunStatus>().Select(Text)];

    public static string Text(RunStatus status) =>
        status switch
        {
            RunStatus.Running => "running",
            RunStatus.Completed => "completed",
            RunStatus.Terminated => "terminated",
            RunStatus.Failed => "failed",
            RunStatus.Cancelled => "cancelled",
        };

    public static RunStatus Parse(string text) =>
        text switch
        {
            "running" => RunStatus.Running,
            "completed" => RunStatus.Completed,
            "terminated" => RunStatus.Terminated,
            "failed" => RunStatus.Failed,
            "cancelled" => RunStatus.Cancelled,
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a status of a run."),
        };
}

internal enum JobKind
{
    Service,
    Timer,
    Message,
    Signal,
    CalledEnded,
    Escalation,
    Cancel,
}

internal static class JobKinds
{
    public static string Text(JobKind kind) =>
        kind switch
        {
            JobKind.Service => "service",
            JobKind.Timer => "timer",
            JobKind.Message => "message",
            JobKind.Signal => "signal",
            JobKind.CalledEnded => "called-ended",
            JobKind.Escalation => "escalation",
            JobKind.Cancel => "cancel",
        };

    public static JobKind Parse(string text) =>
        text switch
        {
            "service" => JobKind.Service,
            "timer" => JobKind.Timer,
            "message" => JobKind.Message,
            "signal" => JobKind.Signal,
            "called-ended" => JobKind.CalledEnded,
            "escalation" => JobKind.Escalation,
            "cancel" => JobKind.Cancel,
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a kind of job."),
        };
}

/// <summary>A run to be inserted.</summary>
internal sealed record NewRun(RunId Id, DefinitionId Definition, string Territory, Subject? Subject, string? BusinessKey, WaitId? Parent);

/// <summary>A run whose row this transaction has locked.</summary>
internal sealed record LockedRun(
    RunId Id,
    DefinitionId Definition,
    RunStatus Status,
    int Version,
    byte[] State,
    string Territory,
    Subject? Subject,
    string? BusinessKey,
    WaitId? Parent,
    string StartedBy,
    Suspension? Suspended
);

/// <summary>Who suspended a run, by the sign-in name, and when.</summary>
internal sealed record Suspension(string By, DateTimeOffset At);

/// <summary>What a run is about, be it by the run that called it, and who set it going.</summary>
internal sealed record RunOrigin(Subject? Subject, string StartedBy);

/// <summary>A task to be opened.</summary>
internal sealed record NewTask(
    string Element,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    TaskDeadline? Deadline,
    string? Form,
    string? Page,
    string Inputs
);
