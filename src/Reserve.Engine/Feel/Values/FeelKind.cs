namespace Reserve.Engine.Feel;

/// <summary>The kinds of FEEL values (DMN 1.5, 10.3.2.1).</summary>
public enum FeelKind
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A decimal number of 34 digits.</summary>
    Number,

    /// <summary>A string of Unicode characters.</summary>
    String,

    /// <summary>A day of the calendar.</summary>
    Date,

    /// <summary>A time of day, with or without offset or zone.</summary>
    Time,

    /// <summary>A day and a time, with or without offset or zone.</summary>
    DateTime,

    /// <summary>A length in days, hours, minutes and seconds.</summary>
    DaysAndTimeDuration,

    /// <summary>A length in years and months.</summary>
    YearsAndMonthsDuration,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>Ordered named entries.</summary>
    Context,

    /// <summary>An interval, open or closed at either end, or without an end.</summary>
    Range,

    /// <summary>A function: built in, defined in FEEL or supplied by the host.</summary>
    Function,
}
