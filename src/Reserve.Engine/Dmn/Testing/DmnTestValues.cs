using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Testing;

/// <summary>Turns values of test files into FEEL values, and compares results with expectations.</summary>
internal static class DmnTestValues
{
    /// <summary>Numbers count as equal within this, absolutely or relatively: expectations of transcendental functions are written with some ten digits.</summary>
    private static readonly FeelNumber Tolerance = new(0.00000001m);

    /// <summary>The value, or null with a message when its text does not fit its type.</summary>
    public static FeelValue ToFeel(DmnTestValue value, List<string> problems)
    {
        if (value.Items is { } items)
            return FeelValue.List([.. items.Select(item => ToFeel(item, problems))]);
        if (value.Components is { } components)
            return FeelValue.Context(FeelContext.From(components.Select(component => KeyValuePair.Create(component.Key, ToFeel(component.Value, problems)))));
        if (value.Text is null)
            return FeelValue.Null;
        var text = value.Text.Trim();
        var result = value.Type switch
        {
            null or "string" or "anySimpleType" or "anyType" => FeelValue.From(value.Text),
            "boolean" => text is "true" or "1" ? FeelValue.True : text is "false" or "0" ? FeelValue.False : FeelValue.Null,
            "decimal" or "double" or "float" or "integer" or "int" or "long" or "short" or "byte" or "nonNegativeInteger" or "positiveInteger" =>
                FeelNumber.TryParse(text, out var number) ? FeelValue.From(number) : FeelValue.Null,
            "date" => FeelValue.From(FeelDate.TryParse(text)),
            "time" => FeelValue.From(FeelTime.TryParse(text)),
            "dateTime" or "dateTimeStamp" => FeelValue.From(FeelDateTime.TryParse(text)),
            "duration" or "dayTimeDuration" or "yearMonthDuration" =>
                FeelDuration.TryParse(text) is { } duration ? FeelValue.From(duration) : FeelValue.From(FeelMonths.TryParse(text)),
            _ => FeelValue.From(value.Text),
        };
        if (result.IsNull)
            problems.Add($"'{value.Text}' is no {value.Type}");
        return result;
    }

    /// <summary>Whether the result is what was expected.</summary>
    public static bool Match(FeelValue expected, FeelValue actual)
    {
        if (expected.AsList() is { } items)
            return actual.AsList() is { } found && found.Count == items.Count && items.Zip(found).All(pair => Match(pair.First, pair.Second));
        if (expected.AsContext() is { } context)
        {
            return actual.AsContext() is { } other && other.Count == context.Count
                && context.Entries.All(entry => other.TryGet(entry.Key, out var value) && Match(entry.Value, value));
        }

        if (expected.AsNumber() is { } number)
            return actual.AsNumber() is { } computed && Near(number, computed);
        if (expected.AsTime() is { } time)
            return actual.AsTime() is { } computed && time.Nanoseconds == computed.Nanoseconds && time.OffsetSeconds == computed.OffsetSeconds;
        if (expected.AsDateTime() is { } moment)
            return actual.AsDateTime() is { } computed && moment.LocalNanoseconds == computed.LocalNanoseconds && moment.OffsetSeconds == computed.OffsetSeconds;
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
