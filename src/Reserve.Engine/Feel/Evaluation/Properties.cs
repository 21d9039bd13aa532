namespace Reserve.Engine.Feel.Evaluation;

/// <summary>What stands behind a point when the value is no context (DMN 1.5, table 65).</summary>
internal static class Properties
{
    public static bool TryGet(FeelValue value, string name, out FeelValue property)
    {
        FeelValue? found = value.Kind switch
        {
            FeelKind.Date => OfDate(value.AsDate()!, name),
            FeelKind.DateTime => OfDate(value.AsDateTime()!.Date, name)
                ?? OfTime(value.AsDateTime()!.Time, value.AsDateTime()!.OffsetSeconds, name),
            FeelKind.Time => OfTime(value.AsTime()!, value.AsTime()!.OffsetSeconds, name),
            FeelKind.DaysAndTimeDuration => OfDuration(value.AsDuration()!.Nanoseconds, name),
            FeelKind.YearsAndMonthsDuration => name switch
            {
                "years" => FeelValue.From(value.AsMonths()!.TotalMonths / 12),
                "months" => FeelValue.From(value.AsMonths()!.TotalMonths % 12),
                _ => null,
            },
            FeelKind.Range => OfRange(value.AsRange()!, name),
            _ => null,
        };
        property = found ?? default;
        return found is not null;
    }

    private static FeelValue? OfDate(FeelDate date, string name) =>
        name switch
        {
            "year" => FeelValue.From(date.Year),
            "month" => FeelValue.From(date.Month),
            "day" => FeelValue.From(date.Day),
            "weekday" => FeelValue.From(date.Weekday),
            _ => null,
        };

    private static FeelValue? OfTime(FeelTime time, int? offset, string name) =>
        name switch
        {
            "hour" => FeelValue.From(time.Hour),
            "minute" => FeelValue.From(time.Minute),
            "second" => FeelValue.From(time.Second),
            "time offset" => offset is { } seconds ? FeelValue.From(FeelDuration.FromSeconds(seconds)) : FeelValue.Null,
            "timezone" => FeelValue.From(time.Zone?.Name),
            _ => null,
        };

    private static FeelValue? OfDuration(Int128 nanoseconds, string name)
    {
        var seconds = nanoseconds / FeelTime.NanosPerSecond;
        return name switch
        {
            "days" => FeelValue.From((long)(seconds / 86_400)),
            "hours" => FeelValue.From((long)(seconds / 3_600 % 24)),
            "minutes" => FeelValue.From((long)(seconds / 60 % 60)),
            "seconds" => FeelValue.From((long)(seconds % 60)),
            _ => null,
        };
    }

    private static FeelValue? OfRange(FeelRange range, string name) =>
        name switch
        {
            "start" => range.Low,
            "end" => range.High,
            "start included" => FeelValue.From(range.HasLow && range.LowClosed),
            "end included" => FeelValue.From(range.HasHigh && range.HighClosed),
            _ => null,
        };
}
