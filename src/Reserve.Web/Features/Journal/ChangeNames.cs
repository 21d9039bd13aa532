using System.Globalization;
using System.Reflection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Journal;

/// <summary>How the journal tells what was changed: names of rows and properties, and their values, in words.</summary>
public sealed class ChangeNames(TimeShown shown, Words words)
{
    private static readonly Dictionary<string, Type> Rows = typeof(ReserveDb)
        .Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<RecordedAttribute>() is not null)
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly Dictionary<Type, Func<object, string>> Members = EnumWords();

    internal ShownChange Show(RowChange change, IReadOnlyList<(string Path, string Name)> territories)
    {
        // More changes than are written beside a row: only their number is.
        if (change.Row.Length == 0)
            return new ShownChange("", words["и ещё"].Value, "", change.Became ?? "");
        var row = Rows.GetValueOrDefault(change.Row);
        var property = row?.GetProperty(change.Property);
        return new ShownChange(
            words[row?.GetCustomAttribute<RecordedAttribute>()?.Name ?? change.Row].Value,
            words[property?.GetCustomAttribute<RecordedAttribute>()?.Name ?? change.Property].Value,
            Say(property, change.Was, territories),
            Say(property, change.Became, territories)
        );
    }

    /// <summary>The word of a code; null when no class of words knows its kind.</summary>
    internal static string? WordOf(Type kind, string code) =>
        Members.TryGetValue(kind, out var word) && Enum.TryParse(kind, code, out var member) ? word(member) : null;

    private string Say(PropertyInfo? property, string? value, IReadOnlyList<(string Path, string Name)> territories)
    {
        if (string.IsNullOrEmpty(value) || property is null)
            return value ?? "";
        var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (kind.IsEnum)
            return words[WordOf(kind, value) ?? value].Value;
        if (kind == typeof(bool))
            return words[value == "true" ? "да" : "нет"].Value;
        if (kind == typeof(DateTimeOffset) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var moment))
            return shown.Short(moment);
        if (kind == typeof(DateOnly) && DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day))
            return TimeShown.Short(day);
        return property.Name switch
        {
            nameof(User.Roles) => string.Join(", ", value.Split(", ").Select(role => words[Roles.NameOf(role)].Value)),
            nameof(User.Territory) => territories.FirstOrDefault(area => area.Path == value).Name ?? value,
            _ => value,
        };
    }

    /// <summary>The features' own words of their codes: methods <c>Of</c> of classes named <c>…Words</c>.</summary>
    private static Dictionary<Type, Func<object, string>> EnumWords() =>
        typeof(ReserveDb)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && type.Name.EndsWith("Words", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.Name == "Of" && method.GetParameters() is [{ ParameterType.IsEnum: true }])
            .ToDictionary(
                method => method.GetParameters()[0].ParameterType,
                method => new Func<object, string>(member =>
                    method.Invoke(null, [member]) switch
                    {
                        string word => word,
                        ValueTuple<string, string> tone => tone.Item1,
                        var other => other?.ToString() ?? "",
                    }
                )
            );
}
