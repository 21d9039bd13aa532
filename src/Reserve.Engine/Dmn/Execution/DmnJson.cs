using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>JSON has no dates, times or durations: texts of those become values where a type says so.</summary>
internal static class DmnJson
{
    /// <summary>The value with its texts read as the type wants them; a text that cannot be read stays as it is.</summary>
    public static FeelValue Shape(FeelValue value, FeelType type)
    {
        if (value.AsString() is { } text)
        {
            var read = type.Kind switch
            {
                FeelTypeKind.Date => FeelValue.From(FeelDate.TryParse(text)),
                FeelTypeKind.Time => FeelValue.From(FeelTime.TryParse(text)),
                FeelTypeKind.DateTime => FeelValue.From(FeelDateTime.TryParse(text)),
                FeelTypeKind.DaysAndTimeDuration => FeelValue.From(FeelDuration.TryParse(text)),
                FeelTypeKind.YearsAndMonthsDuration => FeelValue.From(FeelMonths.TryParse(text)),
                _ => FeelValue.Null,
            };
            return read.IsNull ? value : read;
        }

        if (type.Kind == FeelTypeKind.List && value.AsList() is { } items)
            return FeelValue.List([.. items.Select(item => Shape(item, type.Element))]);
        if (type.Kind == FeelTypeKind.Context && value.AsContext() is { } context)
        {
            return FeelValue.Context(
                FeelContext.From(
                    context.Entries.Select(entry =>
                        type.Fields.FirstOrDefault(field => field.Name == entry.Key) is { } field
                            ? KeyValuePair.Create(entry.Key, Shape(entry.Value, field.Type))
                            : entry
                    )
                )
            );
        }

        return value;
    }
}
