using System.Collections;
using System.Reflection;
using System.Text.Json;
using Reserve.Engine.Feel;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Activities;

/// <summary>Turns what commands give back into values of the process: dates stay dates, records become contexts in camelCase.</summary>
internal static class FeelBinding
{
    /// <summary>The result of an activity as variables. A single value is the variable <c>result</c>.</summary>
    public static FeelContext Variables(object? result) =>
        result is null or Commands.Done ? FeelContext.Empty
        : From(result) is var value && value.AsContext() is { } context ? context
        : FeelContext.Of(("result", value));

    /// <summary>What of a record becomes entries of its context, by their names there.</summary>
    public static IEnumerable<(string Name, PropertyInfo Property)> Members(Type record) =>
        record
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => (JsonNamingPolicy.CamelCase.ConvertName(property.Name), property));

    public static FeelValue From(object? value) =>
        value switch
        {
            null => FeelValue.Null,
            FeelValue own => own,
            FeelContext own => FeelValue.Context(own),
            string text => FeelValue.From(text),
            bool flag => FeelValue.From(flag),
            decimal number => FeelValue.From(number),
            double number => FeelValue.From((decimal)number),
            int number => FeelValue.From(number),
            long number => FeelValue.From(number),
            DateOnly date => FeelValue.From(date),
            TimeOnly time => FeelValue.From(time),
            DateTimeOffset moment => FeelValue.From(moment),
            TimeSpan duration => FeelValue.From(duration),
            Guid id => FeelValue.From(id.ToString()),
            ITypedId id => FeelValue.From(id.Value.ToString()),
            Enum member => FeelValue.From(member.ToString()),
            JsonElement json => FeelJson.Read(json),
            IDictionary map => FeelValue.Context(
                FeelContext.From(map.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, From(map[key]))))
            ),
            IEnumerable items => FeelValue.List([.. items.Cast<object?>().Select(From)]),
            _ => FeelValue.Context(
                FeelContext.From(
                    Members(value.GetType()).Select(member => KeyValuePair.Create(member.Name, From(member.Property.GetValue(value))))
                )
            ),
        };
}
