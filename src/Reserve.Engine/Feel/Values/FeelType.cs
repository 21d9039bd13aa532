namespace Reserve.Engine.Feel;

/// <summary>The shapes a FEEL type can have.</summary>
public enum FeelTypeKind
{
    /// <summary>Every value.</summary>
    Any,

    /// <summary>Only null.</summary>
    Null,

    /// <summary>boolean.</summary>
    Boolean,

    /// <summary>number.</summary>
    Number,

    /// <summary>string.</summary>
    String,

    /// <summary>date.</summary>
    Date,

    /// <summary>time.</summary>
    Time,

    /// <summary>date and time.</summary>
    DateTime,

    /// <summary>days and time duration.</summary>
    DaysAndTimeDuration,

    /// <summary>years and months duration.</summary>
    YearsAndMonthsDuration,

    /// <summary>list&lt;T&gt;.</summary>
    List,

    /// <summary>context&lt;name: T, …&gt;.</summary>
    Context,

    /// <summary>range&lt;T&gt;.</summary>
    Range,

    /// <summary>function&lt;T, …&gt; -&gt; R.</summary>
    Function,
}

/// <summary>A FEEL type (DMN 1.5, 10.3.2.9), also made from a model's item definitions.</summary>
public sealed class FeelType
{
    private readonly FeelType? element;
    private readonly FeelType? result;

    private FeelType(FeelTypeKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Every value.</summary>
    public static FeelType Any { get; } = new(FeelTypeKind.Any, "Any");

    /// <summary>Only null.</summary>
    public static FeelType Null { get; } = new(FeelTypeKind.Null, "Null");

    /// <summary>boolean.</summary>
    public static FeelType Boolean { get; } = new(FeelTypeKind.Boolean, "boolean");

    /// <summary>number.</summary>
    public static FeelType Number { get; } = new(FeelTypeKind.Number, "number");

    /// <summary>string.</summary>
    public static FeelType String { get; } = new(FeelTypeKind.String, "string");

    /// <summary>date.</summary>
    public static FeelType Date { get; } = new(FeelTypeKind.Date, "date");

    /// <summary>time.</summary>
    public static FeelType Time { get; } = new(FeelTypeKind.Time, "time");

    /// <summary>date and time.</summary>
    public static FeelType DateTime { get; } = new(FeelTypeKind.DateTime, "date and time");

    /// <summary>days and time duration.</summary>
    public static FeelType DaysAndTimeDuration { get; } = new(FeelTypeKind.DaysAndTimeDuration, "days and time duration");

    /// <summary>years and months duration.</summary>
    public static FeelType YearsAndMonthsDuration { get; } = new(FeelTypeKind.YearsAndMonthsDuration, "years and months duration");

    /// <summary>A context of any entries.</summary>
    public static FeelType AnyContext { get; } = new(FeelTypeKind.Context, "context") { Fields = [] };

    /// <summary>A function of any signature.</summary>
    public static FeelType AnyFunction { get; } = new(FeelTypeKind.Function, "function");

    /// <summary>The shape.</summary>
    public FeelTypeKind Kind { get; }

    /// <summary>The name, as written.</summary>
    public string Name { get; private init; }

    /// <summary>Element type of a list or range.</summary>
    public FeelType Element
    {
        get => element ?? Any;
        private init => element = value;
    }

    /// <summary>The entries which a context must have.</summary>
    public IReadOnlyList<FeelParameter> Fields { get; private init; } = [];

    /// <summary>Parameter types of a function; null when any will do.</summary>
    public IReadOnlyList<FeelType>? Parameters { get; private init; }

    /// <summary>Result type of a function.</summary>
    public FeelType Result
    {
        get => result ?? Any;
        private init => result = value;
    }

    /// <summary>A further condition on values (allowed values of an item definition), or null.</summary>
    public Func<FeelValue, bool>? Condition { get; private init; }

    /// <summary>list&lt;element&gt;.</summary>
    public static FeelType ListOf(FeelType element) => new(FeelTypeKind.List, $"list<{element}>") { Element = element };

    /// <summary>range&lt;element&gt;.</summary>
    public static FeelType RangeOf(FeelType element) => new(FeelTypeKind.Range, $"range<{element}>") { Element = element };

    /// <summary>context&lt;name: type, …&gt;.</summary>
    public static FeelType ContextOf(IReadOnlyList<FeelParameter> fields) =>
        new(FeelTypeKind.Context, $"context<{string.Join(", ", fields.Select(field => $"{field.Name}: {field.Type}"))}>")
        {
            Fields = fields,
        };

    /// <summary>function&lt;types&gt; -&gt; result.</summary>
    public static FeelType FunctionOf(IReadOnlyList<FeelType>? parameters, FeelType result) =>
        new(FeelTypeKind.Function, $"function<{string.Join(", ", parameters ?? [])}> -> {result}")
        {
            Parameters = parameters,
            Result = result,
        };

    /// <summary>The built-in type of this name (<c>date and time</c>, <c>dateTime</c>, <c>dayTimeDuration</c>…), or null.</summary>
    public static FeelType? Find(string name) =>
        name switch
        {
            "Any" => Any,
            "Null" => Null,
            "boolean" => Boolean,
            "number" => Number,
            "string" => String,
            "date" => Date,
            "time" => Time,
            "date and time" or "dateTime" => DateTime,
            "days and time duration" or "dayTimeDuration" => DaysAndTimeDuration,
            "years and months duration" or "yearMonthDuration" => YearsAndMonthsDuration,
            "context" => AnyContext,
            "list" => ListOf(Any),
            "range" => RangeOf(Any),
            "function" => AnyFunction,
            _ => null,
        };

    /// <summary>This type under another name and, where given, with a condition on its values.</summary>
    public FeelType Named(string name, Func<FeelValue, bool>? condition = null)
    {
        var inner = Condition;
        return new FeelType(Kind, name)
        {
            Element = Element,
            Fields = Fields,
            Parameters = Parameters,
            Result = Result,
            Condition =
                condition is null ? inner
                : inner is null ? condition
                : value => inner(value) && condition(value),
        };
    }

    /// <summary>Whether the value belongs to the type (the <c>instance of</c> operator); null belongs only to Null.</summary>
    public bool Contains(FeelValue value)
    {
        if (value.IsNull)
            return Kind == FeelTypeKind.Null;
        return ContainsShape(value) && (Condition is null || Condition(value));
    }

    /// <summary>
    /// Fits the value to the type (DMN 1.5, 10.3.2.9.4): as it is, a list of one as its element, an element as a list of one, a date as
    /// date and time.
    /// </summary>
    /// <param name="value">Any value; null fits every type.</param>
    /// <param name="fitted">The fitted value, or null.</param>
    /// <returns>False when the value cannot be fitted.</returns>
    public bool TryFit(FeelValue value, out FeelValue fitted)
    {
        fitted = value;
        if (value.IsNull || Kind == FeelTypeKind.Any)
            return Condition is null || value.IsNull || Condition(value);
        if (Contains(value) || ContainsWithNulls(value))
            return true;
        if (
            value.AsList() is { Count: 1 } single
            && single[0].AsList() is null
            && Kind != FeelTypeKind.List
            && TryFit(single[0], out fitted)
            && !fitted.IsNull
        )
            return true;
        fitted = value;
        if (Kind == FeelTypeKind.List && value.AsList() is null && Element.TryFit(value, out var element))
        {
            fitted = FeelValue.List(element);
            return Condition is null || Condition(fitted);
        }

        if (Kind == FeelTypeKind.DateTime && value.AsDate() is { } date)
        {
            fitted = FeelValue.From(new FeelDateTime(date, new FeelTime(0, FeelZone.Utc)));
            return Condition is null || Condition(fitted);
        }

        fitted = FeelValue.Null;
        return false;
    }

    /// <summary>Whether every value of this type belongs to the other (conforms to, DMN 1.5, 10.3.2.9.3).</summary>
    public bool ConformsTo(FeelType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other) || other.Kind == FeelTypeKind.Any || Kind == FeelTypeKind.Null)
            return true;
        if (Kind != other.Kind)
            return false;
        return Kind switch
        {
            FeelTypeKind.List or FeelTypeKind.Range => Element.ConformsTo(other.Element),
            FeelTypeKind.Context => other.Fields.All(wanted =>
                Fields.Any(field => field.Name == wanted.Name && field.Type.ConformsTo(wanted.Type))
            ),
            FeelTypeKind.Function => other.Parameters is null
                || (
                    Parameters is not null
                    && Parameters.Count == other.Parameters.Count
                    && Parameters.Zip(other.Parameters).All(pair => pair.Second.ConformsTo(pair.First))
                    && Result.ConformsTo(other.Result)
                ),
            _ => true,
        };
    }

    /// <summary>The type as FEEL writes it.</summary>
    public override string ToString() => Name;

    private bool ContainsShape(FeelValue value)
    {
        switch (Kind)
        {
            case FeelTypeKind.Any:
                return true;
            case FeelTypeKind.List:
                return value.AsList() is { } list && (Element.Kind == FeelTypeKind.Any || list.All(Element.Contains));
            case FeelTypeKind.Context:
                return value.AsContext() is { } context
                    && Fields.All(field => context.TryGet(field.Name, out var entry) && (entry.IsNull || field.Type.Contains(entry)));
            case FeelTypeKind.Range:
                return value.AsRange() is { } range
                    && (
                        Element.Kind == FeelTypeKind.Any
                        || ((range.Low.IsNull || Element.Contains(range.Low)) && (range.High.IsNull || Element.Contains(range.High)))
                    );
            case FeelTypeKind.Function:
                return value.AsFunction() is { } function
                    && FunctionOf([.. function.Parameters.Select(parameter => parameter.Type)], function.LikelyResult).ConformsTo(this);
            default:
                return (int)value.Kind == (int)KindOfValues;
        }
    }

    /// <summary>
    /// Null elements and entries, and functions whose result nobody can tell, are allowed where values are fitted, unlike with instance of.
    /// </summary>
    private bool ContainsWithNulls(FeelValue value)
    {
        var fits = Kind switch
        {
            FeelTypeKind.List => value.AsList() is { } list
                && list.All(item => item.IsNull || Element.Contains(item) || Element.ContainsWithNulls(item)),
            FeelTypeKind.Context => value.AsContext() is { } context
                && Fields.All(field =>
                    context.TryGet(field.Name, out var entry)
                    && (entry.IsNull || field.Type.Contains(entry) || field.Type.ContainsWithNulls(entry))
                ),
            FeelTypeKind.Function => value.AsFunction() is { LikelyResult.Kind: FeelTypeKind.Any } function
                && FunctionOf([.. function.Parameters.Select(parameter => parameter.Type)], Result).ConformsTo(this),
            _ => false,
        };
        return fits && (Condition is null || Condition(value));
    }

    private FeelKind KindOfValues =>
        Kind switch
        {
            FeelTypeKind.Boolean => FeelKind.Boolean,
            FeelTypeKind.Number => FeelKind.Number,
            FeelTypeKind.String => FeelKind.String,
            FeelTypeKind.Date => FeelKind.Date,
            FeelTypeKind.Time => FeelKind.Time,
            FeelTypeKind.DateTime => FeelKind.DateTime,
            FeelTypeKind.DaysAndTimeDuration => FeelKind.DaysAndTimeDuration,
            FeelTypeKind.YearsAndMonthsDuration => FeelKind.YearsAndMonthsDuration,
            _ => FeelKind.Null,
        };
}
