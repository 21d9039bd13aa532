using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Analysis;

/// <summary>
/// The types of expressions that can be told from the text. null belongs to every type, so the answer never promises a value.
/// </summary>
internal static class TypeInference
{
    private static readonly Dictionary<string, FeelType> Results = new(StringComparer.Ordinal)
    {
        ["date"] = FeelType.Date,
        ["today"] = FeelType.Date,
        ["time"] = FeelType.Time,
        ["date and time"] = FeelType.DateTime,
        ["now"] = FeelType.DateTime,
        ["years and months duration"] = FeelType.YearsAndMonthsDuration,
        ["context"] = FeelType.AnyContext,
        ["context put"] = FeelType.AnyContext,
        ["context merge"] = FeelType.AnyContext,
        ["range"] = FeelType.RangeOf(FeelType.Any),
        ["split"] = FeelType.ListOf(FeelType.String),
        ["index of"] = FeelType.ListOf(FeelType.Number),
        ["mode"] = FeelType.ListOf(FeelType.Number),
        ["get entries"] = FeelType.ListOf(FeelType.AnyContext),
    };

    static TypeInference()
    {
        Add(
            FeelType.Number,
            "number",
            "decimal",
            "floor",
            "ceiling",
            "round up",
            "round down",
            "round half up",
            "round half down",
            "modulo",
            "sqrt",
            "log",
            "exp",
            "count",
            "mean",
            "median",
            "stddev",
            "product",
            "string length",
            "day of year",
            "week of year",
            "working days between"
        );
        Add(
            FeelType.String,
            "string",
            "substring",
            "upper case",
            "lower case",
            "substring before",
            "substring after",
            "replace",
            "string join",
            "day of week",
            "month of year"
        );
        Add(
            FeelType.Boolean,
            "is working day",
            "not",
            "odd",
            "even",
            "contains",
            "starts with",
            "ends with",
            "matches",
            "list contains",
            "all",
            "any",
            "is",
            "before",
            "after",
            "meets",
            "met by",
            "overlaps",
            "overlaps before",
            "overlaps after",
            "finishes",
            "finished by",
            "includes",
            "during",
            "starts",
            "started by",
            "coincides"
        );
        Add(
            FeelType.ListOf(FeelType.Any),
            "append",
            "concatenate",
            "insert before",
            "remove",
            "list replace",
            "reverse",
            "union",
            "distinct values",
            "flatten",
            "sublist",
            "sort"
        );

        static void Add(FeelType type, params string[] names)
        {
            foreach (var name in names)
                Results.Add(name, type);
        }
    }

    public static FeelType Of(FeelNode node, IReadOnlyDictionary<string, FeelType>? variables)
    {
        var scope = variables ?? new Dictionary<string, FeelType>();
        return Infer(node, scope);
    }

    private static FeelType Infer(FeelNode node, IReadOnlyDictionary<string, FeelType> scope) =>
        node switch
        {
            LiteralNode literal => OfValue(literal.Value),
            NameNode name => scope.GetValueOrDefault(name.Name, FeelType.Any),
            PathNode path => OfPath(Infer(path.Target, scope), path.Name),
            NegateNode negate => Infer(negate.Operand, scope),
            BinaryNode binary => OfBinary(binary, scope),
            BetweenNode or InNode or InstanceOfNode or QuantifiedNode or UnaryTestsNode => FeelType.Boolean,
            ComparisonTestNode test => FeelType.RangeOf(Infer(test.Operand, scope)),
            RangeNode range => FeelType.RangeOf(Infer(range.Low, scope)),
            IfNode choice => Common(Infer(choice.Then, scope), Infer(choice.Else, scope)),
            ForNode loop => FeelType.ListOf(Infer(loop.Body, With(scope, loop.Iterators))),
            FilterNode filter => OfFilter(filter, scope),
            ListNode list => FeelType.ListOf(
                list.Items.Count == 0 ? FeelType.Any : list.Items.Select(item => Infer(item, scope)).Aggregate(Common)
            ),
            ContextNode context => OfContext(context, scope),
            FunctionNode function => FeelType.FunctionOf([.. function.Parameters.Select(parameter => parameter.Type)], FeelType.Any),
            CallNode { Callee: NameNode callee } call when !scope.ContainsKey(callee.Name) => OfCall(callee.Name, call, scope),
            CallNode call => Infer(call.Callee, scope) is { Kind: FeelTypeKind.Function } function ? function.Result : FeelType.Any,
            _ => FeelType.Any,
        };

    /// <summary>The type of a value that is no list, context, range or function.</summary>
    public static FeelType OfValue(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.Null => FeelType.Null,
            FeelKind.Boolean => FeelType.Boolean,
            FeelKind.Number => FeelType.Number,
            FeelKind.String => FeelType.String,
            FeelKind.Date => FeelType.Date,
            FeelKind.Time => FeelType.Time,
            FeelKind.DateTime => FeelType.DateTime,
            FeelKind.DaysAndTimeDuration => FeelType.DaysAndTimeDuration,
            FeelKind.YearsAndMonthsDuration => FeelType.YearsAndMonthsDuration,
            _ => FeelType.Any,
        };

    private static FeelType OfPath(FeelType target, string name)
    {
        if (target.Kind == FeelTypeKind.List)
            return FeelType.ListOf(OfPath(target.Element, name));
        if (target.Fields.FirstOrDefault(field => field.Name == name) is { } entry)
            return entry.Type;
        return (target.Kind, name) switch
        {
            (FeelTypeKind.Date or FeelTypeKind.DateTime, "year" or "month" or "day" or "weekday") => FeelType.Number,
            (FeelTypeKind.Time or FeelTypeKind.DateTime, "hour" or "minute" or "second") => FeelType.Number,
            (FeelTypeKind.Time or FeelTypeKind.DateTime, "time offset") => FeelType.DaysAndTimeDuration,
            (FeelTypeKind.Time or FeelTypeKind.DateTime, "timezone") => FeelType.String,
            (FeelTypeKind.DaysAndTimeDuration, "days" or "hours" or "minutes" or "seconds") => FeelType.Number,
            (FeelTypeKind.YearsAndMonthsDuration, "years" or "months") => FeelType.Number,
            (FeelTypeKind.Range, "start" or "end") => target.Element,
            (FeelTypeKind.Range, "start included" or "end included") => FeelType.Boolean,
            _ => FeelType.Any,
        };
    }

    private static FeelType OfBinary(BinaryNode node, IReadOnlyDictionary<string, FeelType> scope)
    {
        if (node.Operator >= BinaryOperator.Equal)
            return FeelType.Boolean;
        var left = Infer(node.Left, scope);
        var right = Infer(node.Right, scope);
        return (node.Operator, left.Kind, right.Kind) switch
        {
            (BinaryOperator.Power, _, _) => FeelType.Number,
            (_, FeelTypeKind.Any, _) or (_, _, FeelTypeKind.Any) => FeelType.Any,
            (BinaryOperator.Add, FeelTypeKind.String, FeelTypeKind.String) => FeelType.String,
            (_, FeelTypeKind.Number, FeelTypeKind.Number) => FeelType.Number,
            (BinaryOperator.Subtract, FeelTypeKind.Date or FeelTypeKind.DateTime, FeelTypeKind.Date or FeelTypeKind.DateTime) =>
                FeelType.DaysAndTimeDuration,
            (BinaryOperator.Subtract, FeelTypeKind.Time, FeelTypeKind.Time) => FeelType.DaysAndTimeDuration,
            (BinaryOperator.Divide, FeelTypeKind.DaysAndTimeDuration or FeelTypeKind.YearsAndMonthsDuration, not FeelTypeKind.Number) =>
                FeelType.Number,
            (_, FeelTypeKind.Date or FeelTypeKind.DateTime or FeelTypeKind.Time, _) => left,
            (BinaryOperator.Add, _, FeelTypeKind.Date or FeelTypeKind.DateTime or FeelTypeKind.Time) => right,
            (_, FeelTypeKind.DaysAndTimeDuration or FeelTypeKind.YearsAndMonthsDuration, _) => left,
            (BinaryOperator.Multiply, FeelTypeKind.Number, FeelTypeKind.DaysAndTimeDuration or FeelTypeKind.YearsAndMonthsDuration) =>
                right,
            _ => FeelType.Null,
        };
    }

    private static FeelType OfFilter(FilterNode filter, IReadOnlyDictionary<string, FeelType> scope)
    {
        var target = Infer(filter.Target, scope);
        var element = target.Kind == FeelTypeKind.List ? target.Element : target;
        var inner = new Dictionary<string, FeelType>(scope) { ["item"] = element };
        foreach (var field in element.Fields)
            inner[field.Name] = field.Type;
        return Infer(filter.Condition, inner).Kind switch
        {
            FeelTypeKind.Number => element,
            FeelTypeKind.Boolean => FeelType.ListOf(element),
            _ => FeelType.Any,
        };
    }

    private static FeelType OfContext(ContextNode context, IReadOnlyDictionary<string, FeelType> scope)
    {
        var inner = new Dictionary<string, FeelType>(scope);
        var fields = new List<FeelParameter>();
        foreach (var (name, value) in context.Entries)
        {
            var type = Infer(value, inner);
            inner[name] = type;
            fields.Add(new FeelParameter(name, type));
        }

        return FeelType.ContextOf(fields);
    }

    private static FeelType OfCall(string name, CallNode call, IReadOnlyDictionary<string, FeelType> scope)
    {
        if (Results.TryGetValue(name, out var known))
            return known;
        if (call.Arguments.Count == 0)
            return FeelType.Any;
        var first = Infer(call.Arguments[0], scope);
        return name switch
        {
            "abs" => first,
            "sum" or "min" or "max" => first.Kind == FeelTypeKind.List ? first.Element : first,
            _ => FeelType.Any,
        };
    }

    private static Dictionary<string, FeelType> With(IReadOnlyDictionary<string, FeelType> scope, IReadOnlyList<Iterator> iterators)
    {
        var inner = new Dictionary<string, FeelType>(scope);
        foreach (var iterator in iterators)
        {
            var type = Infer(iterator.First, inner);
            inner[iterator.Name] = iterator.Last is null && type.Kind is FeelTypeKind.List or FeelTypeKind.Range ? type.Element : type;
        }

        return inner;
    }

    private static FeelType Common(FeelType one, FeelType other) =>
        one.ConformsTo(other) ? other
        : other.ConformsTo(one) ? one
        : FeelType.Any;
}
