using System.Text.Json;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Desk;

internal readonly record struct BulkActId(Guid Value) : ITypedId<BulkActId>
{
    public static BulkActId From(Guid value) => new(value);
}

/// <summary>
/// What the job of one case needs to know: the act is of the territory of whoever ordered it, which the case's may not see.
/// </summary>
internal sealed record BulkOrder(Guid Act, BulkKind Kind, Guid? To, Guid? By, string Name, string Reason)
{
    public string Write() => JsonSerializer.Serialize(this, ActivityJson.Options);

    public static BulkOrder Read(string text) => JsonSerializer.Deserialize<BulkOrder>(text, ActivityJson.Options)!;
}

/// <summary>An incident or a task of a case that is meant, as it was when it was looked at.</summary>
internal sealed record BulkTarget(string Name, Guid? Incident = null, int? Wait = null, Guid? Assignee = null)
{
    public static string Write(IEnumerable<BulkTarget> targets) => JsonSerializer.Serialize(targets, ActivityJson.Options);

    public static IReadOnlyList<BulkTarget> Read(string targets) =>
        JsonSerializer.Deserialize<List<BulkTarget>>(targets, ActivityJson.Options)!;
}
