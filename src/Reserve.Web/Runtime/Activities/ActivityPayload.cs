using System.Text.Json;
using System.Text.Json.Nodes;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Activities;

/// <summary>
/// The inputs of an activity on their way to its command: plain JSON, as commands read it, and beside it, where there are dates and the
/// like, the same with the kinds of its values, for inputs that are values of FEEL. A node of the release before reads the plain part.
/// </summary>
internal static class ActivityPayload
{
    private const string Exact = "$exact";

    public static string Write(FeelContext inputs)
    {
        var value = FeelValue.Context(inputs);
        var plain = FeelJson.ToText(value);
        return HasKinds(value) ? $"{plain[..^1]},\"{Exact}\":{FeelJson.ToExactText(value)}}}" : plain;
    }

    /// <summary>The inputs as JSON for the command, those that are values of FEEL with their kinds.</summary>
    public static string For(ActivityDescription activity, string payload)
    {
        if (
            !payload.Contains(Exact, StringComparison.Ordinal)
            || !activity.Command.GetProperties().Any(IsFeel)
            || JsonNode.Parse(payload) is not JsonObject inputs
            || inputs[Exact] is not JsonObject exact
        )
            return payload;
        inputs.Remove(Exact);
        foreach (var input in activity.Command.GetProperties().Where(IsFeel))
        {
            var given = exact.FirstOrDefault(entry => string.Equals(entry.Key, input.Name, StringComparison.OrdinalIgnoreCase));
            if (given.Value is { } value)
                inputs[given.Key] = value.DeepClone();
        }

        return inputs.ToJsonString();
    }

    private static bool IsFeel(System.Reflection.PropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(FeelValue);

    /// <summary>Whether plain JSON would make a text of any of its values.</summary>
    private static bool HasKinds(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.List => value.AsList()!.Any(HasKinds),
            FeelKind.Context => value.AsContext()!.Entries.Any(entry => HasKinds(entry.Value)),
            FeelKind.Null or FeelKind.Boolean or FeelKind.Number or FeelKind.String or FeelKind.Function => false,
            _ => true,
        };
}
