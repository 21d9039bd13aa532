namespace Reserve.Engine.Feel.Evaluation;

/// <summary>The kinds of values in the words of messages.</summary>
internal static class Kinds
{
    public static string Name(FeelValue value) => Name(value.Kind);

    public static string Name(FeelKind kind) =>
        kind switch
        {
            FeelKind.Null => "null",
            FeelKind.Boolean => "логическое",
            FeelKind.Number => "число",
            FeelKind.String => "строка",
            FeelKind.Date => "дата",
            FeelKind.Time => "время",
            FeelKind.DateTime => "дата и время",
            FeelKind.DaysAndTimeDuration => "длительность (дни и время)",
            FeelKind.YearsAndMonthsDuration => "длительность (годы и месяцы)",
            FeelKind.List => "список",
            FeelKind.Context => "контекст",
            FeelKind.Range => "диапазон",
            _ => "функция",
        };
}
