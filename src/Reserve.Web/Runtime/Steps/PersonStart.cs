using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// A start event without a trigger that is bound to <c>Reserve.Start</c>: whoever has the role of its input <c>role</c> (one, or several
/// with commas) may begin the process in an own territory, on the page «Начать процесс».
/// </summary>
internal static class PersonStart
{
    public const string ActivityType = "Reserve.Start";

    /// <summary>How the starts of a version name a role, before its code.</summary>
    public const string Prefix = "person ";

    /// <summary>The variables that the process begins with.</summary>
    public static IReadOnlyList<string> Gives { get; } = ["territory", "startedBy", "startedByName"];

    public static FeelContext Variables(string territory, Caller caller, Stamp stamp) =>
        FeelContext.Of(
            ("territory", FeelValue.From(territory)),
            ("startedBy", FeelValue.From(caller.UserId?.ToString())),
            ("startedByName", FeelValue.From(stamp.Name))
        );

    /// <summary>The roles that may begin the process, as they stand in the drawing.</summary>
    public static IEnumerable<string> RolesOf(ProcessDefinition definition) =>
        definition
            .BoundElements.Where(element => element.Binding!.ActivityType == ActivityType)
            .SelectMany(element => BundleChecks.Literal(element.Binding!, "role")?.Split(',') ?? [])
            .Select(role => role.Trim())
            .Where(role => role.Length > 0)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The names in the starts of a version that a caller of these roles can begin.</summary>
    public static string[] NamesFor(Caller caller) => [.. Roles.All.Where(caller.IsInRole).Select(role => Prefix + role)];
}
