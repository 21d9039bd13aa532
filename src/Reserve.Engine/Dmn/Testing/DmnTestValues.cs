using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Testing;

/// <summary>Turns values of test files into FEEL values, and compares results with expectations.</summary>
internal static class DmnTestValues
{
    /// <summary>
    /// Numbers count as equal within this, absolutely or relatively: expectations of transcendental functions are written with some ten
    /// digits.
    /// </summary>
    private static readonly FeelNumber Tolerance = new(0.00000001m);

    /// <summary>The value, or null with a message when its text does not fit its type.</summary>
    /// <param name="value">As written.</param>
    /// <param name="problems">Gets the messages.</param>
    /// <param name="wanted">The type of a text that names none: that of the input, or of the result.</param>
    public static FeelValue ToFeel(DmnTestValue value, List<string> problems, FeelType? wanted = null)
    {
        wanted ??= FeelType.Any;
        if (value.Items is { } items)
            return FeelValue.List([
                .. items.Select(item => ToFeel(item, problems, wanted.Kind == FeelTypeKind.List ? wanted.Element : null)),
            ]);
        if (value.Components is { } components)
        {
            return FeelValue.Context(
                FeelContext.From(
                    components.Select(component =>
                        KeyValuePair.Create(
                            component.Key,
                            ToFeel(component.Value, problems, wanted.Fields.FirstOrDefault(field => field.Name == component.Key)?.Type)
                        )
                    )
                )
            );
        }

        if (value.Text is null)
            return FeelValue.Null;
        var type = value.Type is null or "anySimpleType" or "anyType" ? XmlType(wanted.Kind) : value.Type;
        var result = Read(value.Text, value.Text.Trim(), type);
        if (result.IsNull && !(type is "double" or "float" && value.Text.Trim() is "NaN" or "INF" or "-INF"))
            problems.Add($"'{value.Text}' is no {type}");
        return result;
    }

    private static FeelValue Read(string raw, string text, string type)
    {
        switch (type)
        {
            case "boolean":
                return text is "true" or "1" ? FeelValue.True
                    : text is "false" or "0" ? FeelValue.False
                    : FeelValue.Null;
            case "decimal"
            or "double"
            or "float"
            or "number"
            or "integer"
            or "int"
            or "long"
            or "short"
            or "byte"
            or "nonNegativeInteger"
            or "positiveInteger"
            or "nonPositiveInteger"
            or "negativeInteger"
            or "unsignedInt"
            or "unsignedLong"
            or "unsignedShort"
            or "unsignedByte":
                return FeelNumber.TryParse(text.StartsWith('+') ? text[1..] : text, out var number)
                    ? FeelValue.From(number)
                    : FeelValue.Null;
            case "date":
                // XML Schema lets a date have a zone; FEEL does not.
                return FeelValue.From(
                    FeelDate.TryParse(text)
                        ?? (FeelDateTime.TryParse(DateEnd(text) is var end and > 0 ? $"{text[..end]}T00:00:00{text[end..]}" : text)?.Date)
                );
            case "time":
                return FeelValue.From(FeelTime.TryParse(text));
            case "dateTime" or "dateTimeStamp":
                return FeelValue.From(FeelDateTime.TryParse(text));
            case "duration" or "dayTimeDuration" or "yearMonthDuration":
                return FeelDuration.TryParse(text) is { } duration ? FeelValue.From(duration) : FeelValue.From(FeelMonths.TryParse(text));
            default:
                return FeelValue.From(raw);
        }
    }

    /// <summary>Where the zone of a date begins, or −1: a date without zone has its last hyphen three places before its end.</summary>
    private static int DateEnd(string text)
    {
        var zone = text.IndexOfAny(['Z', '+', ':']);
        return zone < 0 ? -1
            : text[zone] == ':' ? zone - 3
            : zone;
    }

    private static string XmlType(FeelTypeKind kind) =>
        kind switch
        {
            FeelTypeKind.Boolean => "boolean",
            FeelTypeKind.Number => "decimal",
            FeelTypeKind.Date => "date",
            FeelTypeKind.Time => "time",
            FeelTypeKind.DateTime => "dateTime",
            FeelTypeKind.DaysAndTimeDuration or FeelTypeKind.YearsAndMonthsDuration => "duration",
            _ => "string",
        };

    /// <summary>Whether the result is what was expected.</summary>
    public static bool Match(FeelValue expected, FeelValue actual)
    {
        if (expected.AsList() is { } items)
            return actual.AsList() is { } found
                && found.Count == items.Count
                && items.Zip(found).All(pair => Match(pair.First, pair.Second));
        if (expected.AsContext() is { } context)
        {
            return actual.AsContext() is { } other
                && other.Count == context.Count
                && context.Entries.All(entry => other.TryGet(entry.Key, out var value) && Match(entry.Value, value));
        }

        if (expected.AsNumber() is { } number)
            return actual.AsNumber() is { } computed && Near(number, computed);
        if (expected.AsTime() is { } time)
            return actual.AsTime() is { } computed
                && time.Nanoseconds == computed.Nanoseconds
                && time.OffsetSeconds == computed.OffsetSeconds;
        if (expected.AsDateTime() is { } moment)
            return actual.AsDateTime() is { } computed
                && moment.LocalNanoseconds == computed.LocalNanoseconds
                && moment.OffsetSeconds == computed.OffsetSeconds;
        return expected == actual;
    }

    private static bool Near(FeelNumber expected, FeelNumber actual)
    {
        if (expected == actual)
            return true;
        var distance = expected - actual;
        if (distance.IsNegative)
            distance = -distance;
        var size = expected.IsNegative ? -expected : expected;
        return distance <= Tolerance * (size > FeelNumber.One ? size : FeelNumber.One);
    }
}
