using Reserve.Engine.Feel.Analysis;
using Reserve.Engine.Feel.Functions;
using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Evaluation;

/// <summary>Syntax tree to code: every name becomes a slot, every built-in call is bound.</summary>
internal sealed class Compiler
{
    /// <summary>The name of a decision table's input in its cells.</summary>
    public const string Input = "?";

    private readonly string text;
    private readonly HashSet<string> declared;
    private readonly Compiler? outer;
    private readonly List<string> globals;
    private readonly List<Code> captures = [];
    private readonly List<int> captureSlots = [];
    private readonly HashSet<string> certain;
    private readonly Dictionary<string, LocalCode> captured = new(StringComparer.Ordinal);
    private readonly Stack<Scope> scopes = new();
    private int locals;

    private Compiler(string text, HashSet<string> declared, Compiler? outer)
    {
        this.text = text;
        this.declared = declared;
        this.outer = outer;
        globals = outer?.globals ?? [];
        certain = outer?.certain ?? new HashSet<string>(StringComparer.Ordinal);
    }

    /// <summary>
    /// Compiles a tree; the free variables come out in the order of their slots, and those that are not just perhaps an element's entries.
    /// </summary>
    public static (Unit Unit, string[] Globals, string[] Reads) Compile(FeelNode node, string text, FeelScope scope)
    {
        var compiler = new Compiler(text, new HashSet<string>(scope.Names, StringComparer.Ordinal), null);
        var code = node is UnaryTestsNode tests ? compiler.Tests(tests) : compiler.Compile(node);
        return (new Unit(code, compiler.locals, text), [.. compiler.globals], [.. compiler.globals.Where(compiler.certain.Contains)]);
    }

    private Code Compile(FeelNode node) =>
        node switch
        {
            LiteralNode literal => literal.Value.IsNull && IsAtLiteral(literal)
                ? new FaultCode(literal.At, "за @ стоит не дата, не время и не длительность")
                : new ConstantCode(literal.At, literal.Value),
            NameNode name => Name(name.At, name.Name),
            PathNode path => new PathCode(path.At, Compile(path.Target), path.Name),
            NegateNode negate => new NegateCode(negate.At, Compile(negate.Operand)),
            BinaryNode binary => Binary(binary),
            BetweenNode between => new BetweenCode(between.At, Compile(between.Value), Compile(between.Low), Compile(between.High)),
            InNode inside => new InCode(inside.At, Compile(inside.Value), [.. inside.Tests.Select(test => Test(test, unary: false))]),
            ComparisonTestNode test => new OpenRangeCode(
                test.At,
                Sign(test.Operator),
                test.Operator == BinaryOperator.NotEqual,
                Compile(test.Operand)
            ),
            InstanceOfNode instance => InstanceOf(instance),
            IfNode conditional => new IfCode(
                conditional.At,
                Compile(conditional.Condition),
                Compile(conditional.Then),
                Compile(conditional.Else)
            ),
            ForNode loop => For(loop),
            QuantifiedNode quantified => Quantified(quantified),
            FilterNode filter => Filter(filter),
            ListNode list => List(list),
            ContextNode context => Context(context),
            RangeNode range => new RangeCode(range.At, Compile(range.Low), range.LowClosed, Compile(range.High), range.HighClosed),
            FunctionNode function => Function(function),
            CallNode call => Call(call),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };

    private bool IsAtLiteral(LiteralNode literal) => literal.At < text.Length && text[literal.At] == '@';

    private Code Binary(BinaryNode node)
    {
        var left = Compile(node.Left);
        var right = Compile(node.Right);
        return node.Operator switch
        {
            BinaryOperator.Add => new AddCode(node.At, left, right),
            BinaryOperator.Subtract => new SubtractCode(node.At, left, right),
            BinaryOperator.Multiply => new MultiplyCode(node.At, left, right),
            BinaryOperator.Divide => new DivideCode(node.At, left, right),
            BinaryOperator.Power => new PowerCode(node.At, left, right),
            BinaryOperator.Equal => new EqualCode(node.At, left, right, not: false),
            BinaryOperator.NotEqual => new EqualCode(node.At, left, right, not: true),
            BinaryOperator.And => new LogicCode(node.At, and: true, left, right),
            BinaryOperator.Or => new LogicCode(node.At, and: false, left, right),
            _ => new OrderCode(node.At, Sign(node.Operator)!.Value, left, right),
        };
    }

    private static OrderSign? Sign(BinaryOperator sign) =>
        sign switch
        {
            BinaryOperator.Less => OrderSign.Less,
            BinaryOperator.LessOrEqual => OrderSign.LessOrEqual,
            BinaryOperator.Greater => OrderSign.Greater,
            BinaryOperator.GreaterOrEqual => OrderSign.GreaterOrEqual,
            _ => null,
        };

    private Code InstanceOf(InstanceOfNode node)
    {
        var value = Compile(node.Value);
        return node.Type is null
            ? new FaultCode(node.At, $"неизвестный тип «{node.TypeName.Trim()}»")
            : new InstanceOfCode(node.At, value, node.Type);
    }

    private UnaryTestsCode Tests(UnaryTestsNode node)
    {
        globals.Add(Input);
        return new UnaryTestsCode(node.At, 0, [.. node.Tests.Select(test => Test(test, unary: true))], node.Negated);
    }

    private TestCode Test(FeelNode node, bool unary) =>
        node switch
        {
            ComparisonTestNode test => new ComparisonTestCode(
                test.At,
                Sign(test.Operator),
                test.Operator == BinaryOperator.NotEqual,
                Compile(test.Operand)
            ),
            RangeNode range => new RangeTestCode(
                range.At,
                Compile(range.Low),
                range.LowClosed ? OrderSign.GreaterOrEqual : OrderSign.Greater,
                Compile(range.High),
                range.HighClosed ? OrderSign.LessOrEqual : OrderSign.Less
            ),
            _ => new ExpressionTestCode(node.At, Compile(node), unary && NameUse.Reads(node, Input), unary),
        };

    private ForCode For(ForNode node)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        scopes.Push(new Scope(names, -1));
        var partial =
            NameUse.Reads(node.Body, "partial")
            || node.Iterators.Any(iterator => iterator.Nodes.Any(part => NameUse.Reads(part, "partial")))
                ? locals++
                : -1;
        var iterators = Iterators(node.Iterators, names);
        if (partial >= 0)
            names.TryAdd("partial", partial);
        var code = new ForCode(node.At, iterators, Compile(node.Body), partial);
        scopes.Pop();
        return code;
    }

    private QuantifiedCode Quantified(QuantifiedNode node)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        scopes.Push(new Scope(names, -1));
        var iterators = Iterators(node.Iterators, names);
        var code = new QuantifiedCode(node.At, node.Every, iterators, Compile(node.Condition));
        scopes.Pop();
        return code;
    }

    private IteratorCode[] Iterators(IReadOnlyList<Iterator> nodes, Dictionary<string, int> names)
    {
        var iterators = new IteratorCode[nodes.Count];
        for (var i = 0; i < iterators.Length; i++)
        {
            var first = Compile(nodes[i].First);
            var last = nodes[i].Last is { } end ? Compile(end) : null;
            var slot = locals++;
            iterators[i] = new IteratorCode(nodes[i].First.At, slot, first, last);
            names[nodes[i].Name] = slot;
        }

        return iterators;
    }

    private FilterCode Filter(FilterNode node)
    {
        var target = Compile(node.Target);
        var slot = locals++;
        var index = node.Condition is LiteralNode { Value.IsNumber: true };
        scopes.Push(new Scope(null, slot));
        var condition = Compile(node.Condition);
        scopes.Pop();
        return new FilterCode(node.At, target, condition, slot, index);
    }

    private Code List(ListNode node)
    {
        var items = node.Items.Select(Compile).ToArray();
        return Array.TrueForAll(items, item => item is ConstantCode)
            ? new ConstantCode(node.At, FeelValue.List([.. items.Select(item => ((ConstantCode)item).Value)]))
            : new ListCode(node.At, items);
    }

    private Code Context(ContextNode node)
    {
        var names = new string[node.Entries.Count];
        var values = new Code[names.Length];
        var slots = new int[names.Length];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        scopes.Push(new Scope(known, -1));
        for (var i = 0; i < names.Length; i++)
        {
            var (name, value) = node.Entries[i];
            names[i] = name;
            slots[i] = locals++;
            // A function's own name is known inside it; any other entry sees only those before it.
            if (value is FunctionNode)
                known[name] = slots[i];
            values[i] = Compile(value);
            known[name] = slots[i];
        }

        scopes.Pop();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? new ContextCode(node.At, names, values, slots)
            : new FaultCode(node.At, "в контексте повторяется имя");
    }

    private Code Function(FunctionNode node)
    {
        if (node.External)
            return new ExternalFunctionCode(node.At);
        // Arguments take the first slots; captured variables get theirs as they are met.
        var inner = new Compiler(text, declared, this) { locals = node.Parameters.Count };
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < node.Parameters.Count; i++)
            names[node.Parameters[i].Name] = i;
        inner.scopes.Push(new Scope(names, -1));
        var body = inner.Compile(node.Body);
        var result = TypeInference.Of(
            node.Body,
            node.Parameters.DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => parameter.Type)
        );
        return new FunctionCode(
            node.At,
            node.Parameters,
            text[node.At..node.End].Trim(),
            new Unit(body, inner.locals, text),
            [.. inner.captures],
            [.. inner.captureSlots],
            result
        );
    }

    private Code Call(CallNode node)
    {
        var names = node.Names?.ToArray();
        if (node.Callee is not NameNode name)
            return new CallCode(node.At, Compile(node.Callee), null, [.. node.Arguments.Select(Compile)], names, null);
        var builtin = Builtins.Find(name.Name);
        if (Local(name.At, name.Name, forCall: builtin is not null) is { } local)
            return new CallCode(node.At, local, null, [.. node.Arguments.Select(Compile)], names, name.Name);
        if (builtin is not null && !declared.Contains(name.Name))
            return new BuiltinCallCode(node.At, builtin, [.. node.Arguments.Select(Compile)], names);
        var callee = Name(name.At, name.Name);
        return new CallCode(node.At, callee, builtin, [.. node.Arguments.Select(Compile)], names, name.Name);
    }

    private Code Name(int at, string name)
    {
        if (Local(at, name, forCall: false) is { } local)
            return local;
        return Root(at, name);
    }

    /// <summary>
    /// A name of the expression's own: a loop variable, a parameter, an entry, or something an element under test may have.
    /// </summary>
    private Code? Local(int at, string name, bool forCall)
    {
        var filters = new List<int>();
        Code? found = null;
        foreach (var scope in scopes)
        {
            if (scope.Names is null)
            {
                filters.Add(scope.Slot);
            }
            else if (scope.Names.TryGetValue(name, out var slot))
            {
                found = new LocalCode(at, slot);
                break;
            }
        }

        if (found is null && outer is not null)
            found = Capture(at, name, forCall);
        if (filters.Count == 0 || (forCall && found is null))
            return found;
        if (forCall)
            return found;
        // The innermost filter asks first.
        filters.Reverse();
        found ??= outer is null && name != "item" ? Root(at, name, perhaps: true) : null;
        foreach (var slot in filters)
            found = new FilterNameCode(at, slot, name, found);
        return found;
    }

    private LocalCode? Capture(int at, string name, bool forCall)
    {
        if (captured.TryGetValue(name, out var known))
            return known;
        var outside = outer!.Local(at, name, forCall);
        if (outside is null)
        {
            if (forCall || (Builtins.Find(name) is not null && !declared.Contains(name)))
                return null;
            outside = outer.Root(at, name);
            if (outside is ConstantCode or GlobalOrBuiltinCode)
                return null;
        }

        var local = new LocalCode(at, locals++);
        captures.Add(outside);
        captureSlots.Add(local.Slot);
        captured.Add(name, local);
        return local;
    }

    private Code Root(int at, string name, bool perhaps = false)
    {
        if (!declared.Contains(name) && name != Input && Builtins.Find(name) is { } builtin)
            return outer is null
                ? new GlobalOrBuiltinCode(at, SlotOf(name), FeelValue.From(builtin))
                : new ConstantCode(at, FeelValue.From(builtin));
        if (outer is not null)
            return Capture(at, name, forCall: false) ?? outer.Root(at, name);
        var slot = SlotOf(name);
        if (!perhaps || declared.Contains(name))
            certain.Add(name);
        return new GlobalCode(at, slot, perhaps ? null : name);
    }

    private int SlotOf(string name)
    {
        if (globals.IndexOf(name) is >= 0 and var known)
            return known;
        globals.Add(name);
        return globals.Count - 1;
    }

    /// <summary>Names with slots, or a filter whose element stands in <paramref name="Slot"/>.</summary>
    private sealed record Scope(Dictionary<string, int>? Names, int Slot);
}
