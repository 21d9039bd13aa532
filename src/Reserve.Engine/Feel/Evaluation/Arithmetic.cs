namespace Reserve.Engine.Feel.Evaluation;

/// <summary>The arithmetic of values that are not both numbers (DMN 1.5, 10.3.2.3 and tables 49–55).</summary>
internal static class Arithmetic
{
    public static FeelValue Add(FeelValue left, FeelValue right, int at, FeelState state)
    {
        if (left.AsString() is { } text && right.AsString() is { } tail)
            return state.AllowsLength(at, (long)text.Length + tail.Length) ? FeelValue.From(text + tail) : default;
        switch (left.Kind, right.Kind)
        {
            case (FeelKind.Number, FeelKind.Number):
                return Number(left.Number + right.Number, at, state);
            case (FeelKind.DaysAndTimeDuration, FeelKind.DaysAndTimeDuration):
                return Duration(left.AsDuration()!.Nanoseconds + right.AsDuration()!.Nanoseconds, at, state);
            case (FeelKind.YearsAndMonthsDuration, FeelKind.YearsAndMonthsDuration):
                return Months(left.AsMonths()!.TotalMonths + right.AsMonths()!.TotalMonths, at, state);
            case (FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration, FeelKind.Date or FeelKind.DateTime or FeelKind.Time):
                return Shift(right, left, 1, at, state);
            case (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration):
                return Shift(left, right, 1, at, state);
            default:
                return Mismatch("+", left, right, at, state);
        }
    }

    public static FeelValue Subtract(FeelValue left, FeelValue right, int at, FeelState state)
    {
        switch (left.Kind, right.Kind)
        {
            case (FeelKind.Number, FeelKind.Number):
                return Number(left.Number - right.Number, at, state);
            case (FeelKind.DaysAndTimeDuration, FeelKind.DaysAndTimeDuration):
                return Duration(left.AsDuration()!.Nanoseconds - right.AsDuration()!.Nanoseconds, at, state);
            case (FeelKind.YearsAndMonthsDuration, FeelKind.YearsAndMonthsDuration):
                return Months(left.AsMonths()!.TotalMonths - right.AsMonths()!.TotalMonths, at, state);
            case (FeelKind.Date or FeelKind.DateTime or FeelKind.Time, FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration):
                return Shift(left, right, -1, at, state);
            case (FeelKind.Date or FeelKind.DateTime, FeelKind.Date or FeelKind.DateTime):
                return Distance(left, right, at, state);
            case (FeelKind.Time, FeelKind.Time):
                var from = left.AsTime()!;
                var to = right.AsTime()!;
                if (from.Zone is null != to.Zone is null)
                    return Mismatch("-", left, right, at, state);
                return Duration(
                    (Int128)from.Nanoseconds
                        - to.Nanoseconds
                        - (Int128)((from.OffsetSeconds ?? 0) - (to.OffsetSeconds ?? 0)) * FeelTime.NanosPerSecond,
                    at,
                    state
                );
            default:
                return Mismatch("-", left, right, at, state);
        }
    }

    public static FeelValue Multiply(FeelValue left, FeelValue right, int at, FeelState state)
    {
        if (right.Kind is FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration)
            (left, right) = (right, left);
        return (left.Kind, right.Kind) switch
        {
            (FeelKind.Number, FeelKind.Number) => Number(left.Number * right.Number, at, state),
            (FeelKind.DaysAndTimeDuration, FeelKind.Number) => ScaledDuration(
                ToNumber(left.AsDuration()!.Nanoseconds) * right.Number,
                at,
                state
            ),
            (FeelKind.YearsAndMonthsDuration, FeelKind.Number) => ScaledMonths(
                new FeelNumber(left.AsMonths()!.TotalMonths) * right.Number,
                at,
                state
            ),
            _ => Mismatch("*", left, right, at, state),
        };
    }

    public static FeelValue Divide(FeelValue left, FeelValue right, int at, FeelState state)
    {
        if (
            right.IsNumber
            && right.Number.IsZero
            && left.Kind is FeelKind.Number or FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration
        )
            return state.Fail(at, "деление на ноль");
        switch (left.Kind, right.Kind)
        {
            case (FeelKind.Number, FeelKind.Number):
                return Number(left.Number / right.Number, at, state);
            case (FeelKind.DaysAndTimeDuration, FeelKind.Number):
                return ScaledDuration(ToNumber(left.AsDuration()!.Nanoseconds) / right.Number, at, state);
            case (FeelKind.YearsAndMonthsDuration, FeelKind.Number):
                return ScaledMonths(new FeelNumber(left.AsMonths()!.TotalMonths) / right.Number, at, state);
            case (FeelKind.DaysAndTimeDuration, FeelKind.DaysAndTimeDuration):
                return right.AsDuration()!.Nanoseconds == 0
                    ? state.Fail(at, "деление на ноль")
                    : Number(ToNumber(left.AsDuration()!.Nanoseconds) / ToNumber(right.AsDuration()!.Nanoseconds), at, state);
            case (FeelKind.YearsAndMonthsDuration, FeelKind.YearsAndMonthsDuration):
                return right.AsMonths()!.TotalMonths == 0
                    ? state.Fail(at, "деление на ноль")
                    : Number(new FeelNumber(left.AsMonths()!.TotalMonths) / new FeelNumber(right.AsMonths()!.TotalMonths), at, state);
            default:
                return Mismatch("/", left, right, at, state);
        }
    }

    public static FeelValue Power(FeelValue left, FeelValue right, int at, FeelState state)
    {
        if (!left.IsNumber || !right.IsNumber)
            return Mismatch("**", left, right, at, state);
        return left.Number.Pow(right.Number) is { } result
            ? FeelValue.From(result)
            : state.Fail(at, "степень не определена или вне допустимых границ");
    }

    public static FeelValue Negate(FeelValue value, int at, FeelState state) =>
        value.Kind switch
        {
            FeelKind.Number => FeelValue.From(-value.Number),
            FeelKind.DaysAndTimeDuration => FeelValue.From(new FeelDuration(-value.AsDuration()!.Nanoseconds)),
            FeelKind.YearsAndMonthsDuration => FeelValue.From(new FeelMonths(-value.AsMonths()!.TotalMonths)),
            _ => state.Fail(at, $"знак «-» перед значением вида {Kinds.Name(value)}"),
        };

    public static FeelValue Number(FeelNumber number, int at, FeelState state) =>
        number.IsInvalid ? state.Fail(at, "число вне допустимых границ") : FeelValue.From(number);

    public static FeelNumber ToNumber(Int128 value) => FeelNumber.FromInteger(value);

    public static FeelValue Duration(Int128 nanoseconds, int at, FeelState state) =>
        Int128.Abs(nanoseconds) > FeelDuration.MaxNanoseconds
            ? state.Fail(at, "длительность вне допустимых границ")
            : FeelValue.From(new FeelDuration(nanoseconds));

    public static FeelValue Months(long months, int at, FeelState state) =>
        Math.Abs(months) > FeelMonths.Max ? state.Fail(at, "длительность вне допустимых границ") : FeelValue.From(new FeelMonths(months));

    private static FeelValue ScaledDuration(FeelNumber nanoseconds, int at, FeelState state) =>
        !nanoseconds.IsInvalid && nanoseconds.Round(0, FeelRounding.HalfEven).TryToBig(36, out var whole)
            ? Duration((Int128)whole.Value, at, state)
            : state.Fail(at, "длительность вне допустимых границ");

    private static FeelValue ScaledMonths(FeelNumber months, int at, FeelState state) =>
        !months.IsInvalid && months.Round(0, FeelRounding.Down).ToInt64() is { } whole
            ? Months(whole, at, state)
            : state.Fail(at, "длительность вне допустимых границ");

    private static FeelValue Shift(FeelValue moment, FeelValue length, int sign, int at, FeelState state)
    {
        if (length.AsMonths() is { } months)
        {
            var count = sign * months.TotalMonths;
            if (moment.AsDate() is { } date)
                return date.AddMonths(count) is { } day ? FeelValue.From(day) : OutOfRange(at, state);
            if (moment.AsDateTime() is { } dateTime)
                return dateTime.Date.AddMonths(count) is { } day
                    ? FeelValue.From(new FeelDateTime(day, dateTime.Time))
                    : OutOfRange(at, state);
            return Mismatch(sign > 0 ? "+" : "-", moment, length, at, state);
        }

        var nanoseconds = sign * length.AsDuration()!.Nanoseconds;
        if (moment.AsTime() is { } time)
        {
            var rest = (time.Nanoseconds + nanoseconds) % FeelTime.NanosPerDay;
            return FeelValue.From(new FeelTime((long)(rest < 0 ? rest + FeelTime.NanosPerDay : rest), time.Zone));
        }

        if (moment.AsDate() is { } start)
        {
            return FeelDateTime.FromLocal((Int128)start.EpochDay * FeelTime.NanosPerDay + nanoseconds, null) is { } end
                ? FeelValue.From(end.Date)
                : OutOfRange(at, state);
        }

        // An instant is moved, not the wall clock: over a change of summer time the two differ.
        var from = moment.AsDateTime()!;
        return FeelDateTime.FromInstant(from.UtcNanoseconds + nanoseconds, from.Zone) is { } shifted
            ? FeelValue.From(shifted)
            : OutOfRange(at, state);
    }

    private static FeelValue Distance(FeelValue left, FeelValue right, int at, FeelState state)
    {
        // A date stands for its midnight in UTC, so that it has a zone.
        var from = left.AsDateTime() ?? new FeelDateTime(left.AsDate()!, new FeelTime(0, FeelZone.Utc));
        var to = right.AsDateTime() ?? new FeelDateTime(right.AsDate()!, new FeelTime(0, FeelZone.Utc));
        if (from.Zone is null != to.Zone is null)
            return state.Fail(at, "вычитание момента без часового пояса и момента с поясом");
        return Duration(from.UtcNanoseconds - to.UtcNanoseconds, at, state);
    }

    private static FeelValue OutOfRange(int at, FeelState state) => state.Fail(at, "дата вне допустимых границ");

    private static FeelValue Mismatch(string sign, FeelValue left, FeelValue right, int at, FeelState state) =>
        state.Fail(at, $"действие «{sign}» не определено для {Kinds.Name(left)} и {Kinds.Name(right)}");
}
