using System.Text.Json;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Migration;

internal readonly record struct MigrationId(Guid Value) : ITypedId<MigrationId>
{
    public static MigrationId From(Guid value) => new(value);
}

/// <summary>
/// What the job that takes one run over, or gives it back, needs to know: the order itself is of the territory of whoever gave it, which
/// the run's may not see.
/// </summary>
internal sealed record MigrationOrder(
    Guid Migration,
    Guid From,
    Guid To,
    IReadOnlyDictionary<string, string> Mapping,
    Guid? By,
    string Name,
    string Reason
)
{
    public string Write() => JsonSerializer.Serialize(this, ActivityJson.Options);

    public static MigrationOrder Read(string text) => JsonSerializer.Deserialize<MigrationOrder>(text, ActivityJson.Options)!;

    /// <summary>Who ordered it, now.</summary>
    public Stamp Stamp(DateTimeOffset at) => new(By, Name, at);
}
