using Reserve.Engine.Bpmn.Model;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Starts;

/// <summary>
/// A start event with a condition that is bound to <c>Reserve.StartWhen</c>: its input <c>source</c> names data of <c>Data.Read</c>, the
/// condition is FEEL over <c>data</c>, one row of them, and a run begins for each row for which it becomes true. With <c>present</c> also
/// for those for which it is true when the version comes into force.
/// </summary>
/// <param name="Source">Whose data.</param>
/// <param name="Key">What else the source needs to know, such as a role.</param>
/// <param name="WithPresent">Whether rows that fulfil it already begin a run.</param>
internal sealed record StartWhen(string Source, string? Key, bool WithPresent)
{
    public const string ActivityType = "Reserve.StartWhen";

    /// <summary>The variables that the process begins with, which the condition knows too.</summary>
    public static IReadOnlyList<string> Gives { get; } = ["territory", "data"];

    /// <summary>What the binding of an event says; null when it is none of these, or says no source.</summary>
    public static StartWhen? Of(ActivityBinding? binding) =>
        binding is { ActivityType: ActivityType } && BundleChecks.Literal(binding, "source") is { } source
            ? new StartWhen(source, BundleChecks.Literal(binding, "key"), BundleChecks.Literal(binding, "present") == "true")
            : null;
}
