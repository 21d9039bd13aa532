namespace Reserve.Engine.Feel.Syntax;

/// <remarks>The part that reads primaries: literals, brackets, loops, functions, types and unary tests.</remarks>
internal sealed partial class FeelParser
{
    private FeelNode Primary()
    {
        SkipSpace();
        var at = _at;
        var c = Peek();
        switch (c)
        {
            case '\0':
                throw Fault(at, "ожидалось выражение", "выражение");
            case '"':
                return new LiteralNode(at, FeelValue.From(ReadString()));
            case '@':
                return AtLiteral();
            case '(':
                return Parenthesis();
            case '[' or ']':
                return SquareBracket();
            case '{':
                return Context();
            case '<' or '>' or '=' or '!':
                // A comparison without its left side is a range (rule 7 and 66 of 1.5); only tests put it here.
                throw Fault(at, "слева от знака сравнения нет выражения", "выражение");
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return new LiteralNode(at, ReadNumber());
        if (!FeelCharacters.IsStart(c))
            throw Fault(at, "ожидалось выражение", "выражение");
        return Worded(at);
    }

    private FeelNode Worded(int at)
    {
        var word = Word(at);
        _ = Longest(member: false, out var composite);
        if (composite <= at + word.Length)
        {
            switch (word)
            {
                case "true":
                    _at += 4;
                    return new LiteralNode(at, FeelValue.True);
                case "false":
                    _at += 5;
                    return new LiteralNode(at, FeelValue.False);
                case "null":
                    _at += 4;
                    return new LiteralNode(at, FeelValue.Null);
                case "if" when NextSign(at + 2) is not ('.' or ')' or ',' or ']'):
                    _at += 2;
                    return If(at);
                case "for" when !_names.Contains("for"):
                    _at += 3;
                    return For(at);
                case "some" when !_names.Contains("some"):
                    _at += 4;
                    return Quantified(at, every: false);
                case "every" when !_names.Contains("every"):
                    _at += 5;
                    return Quantified(at, every: true);
                case "function" when NextSign(at + word.Length) == '(':
                    _at += word.Length;
                    return Function(at);
                case "and" or "or" or "in" or "between" or "instance" or "return" or "satisfies" or "then" or "else" when !_names.Contains(word.ToString()):
                    throw Fault(at, "ожидалось выражение", "выражение");
            }
        }

        var name = ReadReference(member: false);
        return new NameNode(at, name, _at);
    }

    private LiteralNode AtLiteral()
    {
        var at = _at++;
        SkipSpace();
        if (Peek() != '"')
            throw Fault(_at, "после @ ожидалась строка в кавычках", "\"");
        var text = ReadString();
        // A text that is no date, time or duration gives null (with a warning from the evaluator).
        return new LiteralNode(at, Functions.TemporalFunctions.FromLiteral(text));
    }

    private FeelNode Parenthesis()
    {
        var at = _at++;
        SkipSpace();
        if (Peek() is '<' or '>' or '=' or '!')
        {
            var test = ComparisonTest();
            Need(")", "диапазон без границы");
            return test;
        }

        var first = Expression();
        SkipSpace();
        if (Peek() == '.' && Peek(1) == '.')
            return Range(at, first, lowClosed: false);
        if (!Take(")"))
            throw Fault(_at, "ожидалась закрывающая скобка", ")");
        return first;
    }

    private FeelNode SquareBracket()
    {
        var at = _at;
        var closed = _text[_at++] == '[';
        SkipSpace();
        if (closed && Take("]"))
            return Lift(new ListNode(at, []));
        var first = closed ? Element(']', "элемент списка") : Expression();
        SkipSpace();
        if (Peek() == '.' && Peek(1) == '.')
            return Range(at, first, closed);
        if (!closed)
            throw Fault(_at, "ожидалось «..» (диапазон)", "..");
        var items = new List<FeelNode> { first };
        while (Take(","))
            items.Add(Element(']', "элемент списка"));
        Need("]", "конец списка");
        return Lift(new ListNode(at, items));
    }

    private RangeNode Range(int at, FeelNode low, bool lowClosed)
    {
        _at += 2;
        var high = RangeEnd();
        SkipSpace();
        switch (Peek())
        {
            case ']':
                _at++;
                return Lift(new RangeNode(at, low, lowClosed, high, true));
            case ')' or '[':
                _at++;
                return Lift(new RangeNode(at, low, lowClosed, high, false));
            default:
                throw Fault(_at, "диапазон не закрыт", "] ) [");
        }
    }

    /// <summary>The upper end of a range: an addition at most, whose last bracket may be the range's own.</summary>
    private FeelNode RangeEnd()
    {
        var left = RangeFactor();
        while (true)
        {
            SkipSpace();
            var at = _at;
            BinaryOperator? sign = Peek() switch
            {
                '+' => BinaryOperator.Add,
                '-' => BinaryOperator.Subtract,
                '*' when Peek(1) == '*' => BinaryOperator.Power,
                '*' => BinaryOperator.Multiply,
                '/' => BinaryOperator.Divide,
                _ => null,
            };
            if (sign is not { } binary)
                return left;
            // Read the whole sum again with the usual precedence; a bracket at its end then belongs to a filter.
            _at = _rangeEndStart;
            return Additive();
        }
    }

    private int _rangeEndStart;

    private FeelNode RangeFactor()
    {
        SkipSpace();
        var start = _at;
        var negative = Take("-");
        var node = Postfix(Primary(), inEndpoint: true);
        _rangeEndStart = start;
        if (!negative)
            return node;
        return node is LiteralNode { Value.IsNumber: true } literal ? new LiteralNode(start, FeelValue.From(-literal.Value.Number)) : Lift(new NegateNode(start, node));
    }

    private ContextNode Context()
    {
        var at = _at++;
        var entries = new List<(string, FeelNode)>();
        if (Take("}"))
            return Lift(new ContextNode(at, entries));
        do
        {
            SkipSpace();
            var name = Peek() == '"' ? ReadString() : ReadDeclaredName("имя в контексте", () => Peek() is ':' or ',' or '}');
            Need(":", "после имени в контексте");
            // A function may call itself by its entry's name.
            var value = Element('}', "значение в контексте");
            entries.Add((name, value));
            _names.Add(name);
            _members.Add(name);
        }
        while (Take(","));
        Need("}", "конец контекста");
        return Lift(new ContextNode(at, entries));
    }

    private IfNode If(int at)
    {
        var condition = Expression();
        NeedWord("then", "if … then … else …");
        var then = Expression();
        NeedWord("else", "if … then … else …");
        return Lift(new IfNode(at, condition, then, Expression()));
    }

    private ForNode For(int at)
    {
        var iterators = Iterators("for … in … return …");
        NeedWord("return", "for … in … return …");
        return Lift(new ForNode(at, iterators, Expression()));
    }

    private QuantifiedNode Quantified(int at, bool every)
    {
        var iterators = Iterators("some/every … in … satisfies …");
        NeedWord("satisfies", "some/every … in … satisfies …");
        return Lift(new QuantifiedNode(at, every, iterators, Expression()));
    }

    private List<Iterator> Iterators(string construct)
    {
        var iterators = new List<Iterator>();
        do
        {
            var name = ReadDeclaredName(construct, () => SeesWordHere("in"));
            NeedWord("in", construct);
            var first = Expression();
            FeelNode? last = null;
            SkipSpace();
            if (Peek() == '.' && Peek(1) == '.')
            {
                _at += 2;
                last = Expression();
            }

            iterators.Add(new Iterator(name, first, last));
            _names.Add(name);
        }
        while (Take(","));
        return iterators;
    }

    private bool SeesWordHere(string word) =>
        _at > 0 && FeelCharacters.IsSpace(_text[_at - 1]) && Word(_at).SequenceEqual(word);

    private FunctionNode Function(int at)
    {
        Need("(", "параметры функции");
        var parameters = new List<FeelParameter>();
        if (!Take(")"))
        {
            do
            {
                var name = ReadDeclaredName("параметр функции", () => Peek() is ':' or ',' or ')');
                parameters.Add(new FeelParameter(name, Take(":") ? Type() ?? FeelType.Any : FeelType.Any));
                _names.Add(name);
            }
            while (Take(","));
            Need(")", "конец параметров");
        }

        var external = TakeWord("external");
        var body = Expression();
        return Lift(new FunctionNode(at, _at, parameters, body, external));
    }

    // Rules 52–56: types. Null for a name that nobody knows.
    private FeelType? Type()
    {
        SkipSpace();
        var start = _at;
        if (++_depth > MaxDepth)
            throw Fault(start, $"вложенность глубже {MaxDepth}", "");
        var type = TypeBody(start);
        _depth--;
        return type;
    }

    private FeelType? TypeBody(int start)
    {
        var word = Word(start);
        if (word.IsEmpty)
            throw Fault(start, "ожидалось имя типа", "тип");
        if (NextSign(start + word.Length) == '<')
        {
            switch (word)
            {
                case "list" or "range":
                    var list = word is "list";
                    _at += word.Length;
                    Need("<", "тип элемента");
                    var element = Type() ?? FeelType.Any;
                    Need(">", "тип элемента");
                    return list ? FeelType.ListOf(element) : FeelType.RangeOf(element);
                case "context":
                    _at += word.Length;
                    return ContextType();
                case "function":
                    _at += word.Length;
                    return FunctionType();
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["days and time duration", "years and months duration", "date and time"])
        {
            if (MatchWords(name) is { } end)
            {
                _at = end;
                return FeelType.Find(name);
            }
        }

        var known = _scope.Types.Keys.Where(name => MatchWords(name) is not null).MaxBy(name => name.Length);
        if (known is not null && known.Length >= word.Length)
        {
            _at = MatchWords(known)!.Value;
            return _scope.Types[known];
        }

        _at += word.Length;
        while (Peek() == '.' && Word(_at + 1) is { IsEmpty: false } part)
            _at += 1 + part.Length;
        return FeelType.Find(word.ToString());
    }

    /// <summary>Where these words end when they stand here, white space being free.</summary>
    private int? MatchWords(string words)
    {
        var table = new NameTable();
        table.Add(words);
        if (table.Longest(_text, _at, out var end) is not null)
            return end;
        return Word(_at).SequenceEqual(words) ? _at + words.Length : null;
    }

    private FeelType ContextType()
    {
        Need("<", "тип контекста");
        var fields = new List<FeelParameter>();
        if (!Take(">"))
        {
            do
            {
                var name = ReadDeclaredName("имя в типе контекста", () => Peek() is ':' or ',' or '>');
                Need(":", "тип контекста");
                fields.Add(new FeelParameter(name, Type() ?? FeelType.Any));
            }
            while (Take(","));
            Need(">", "тип контекста");
        }

        return FeelType.ContextOf(fields);
    }

    private FeelType FunctionType()
    {
        Need("<", "тип функции");
        var parameters = new List<FeelType>();
        if (!Take(">"))
        {
            do
                parameters.Add(Type() ?? FeelType.Any);
            while (Take(","));
            Need(">", "тип функции");
        }

        Need("->", "тип функции");
        return FeelType.FunctionOf(parameters, Type() ?? FeelType.Any);
    }

    // Rules 7–17: tests.
    private UnaryTestsNode UnaryTests()
    {
        SkipSpace();
        var at = _at;
        if (Peek() == '-' && SpaceEnd(_at + 1) == _text.Length)
        {
            _at = _text.Length;
            return Lift(new UnaryTestsNode(at, [], false));
        }

        if (SeesWord("not") && NextSign(_at + 3) == '(')
        {
            var faults = _diagnostics.Count;
            var negated = Negated();
            SkipSpace();
            if (AtEnd && _diagnostics.Count == faults)
                return Lift(new UnaryTestsNode(at, negated, true));
            // not(…) was only the start of an expression.
            _diagnostics.RemoveRange(faults, _diagnostics.Count - faults);
            _at = at;
        }

        return Lift(new UnaryTestsNode(at, TestList(), false));
    }

    private List<FeelNode> Negated()
    {
        try
        {
            _at += 3;
            Need("(", "not");
            var tests = TestList();
            Need(")", "not");
            return tests;
        }
        catch (SyntaxFault fault)
        {
            Report(fault);
            return [];
        }
    }

    private List<FeelNode> TestList()
    {
        var tests = new List<FeelNode>();
        do
            tests.Add(Test());
        while (Take(","));
        return tests;
    }

    private FeelNode Test()
    {
        SkipSpace();
        return Peek() is '<' or '>' or '=' or '!' ? ComparisonTest() : Expression();
    }

    private ComparisonTestNode ComparisonTest()
    {
        var at = _at;
        var comparison = TakeComparison() ?? throw Fault(at, "ожидался знак сравнения", "< <= > >= = !=");
        return Lift(new ComparisonTestNode(at, comparison, Additive()));
    }

    /// <summary>What stands behind <c>in</c>: one test, or several in parentheses.</summary>
    private List<FeelNode> InTests()
    {
        SkipSpace();
        if (Peek() is '<' or '>' or '=' or '!')
            return [ComparisonTest()];
        if (Peek() != '(')
            return [Additive()];
        var start = _at;
        var faults = _diagnostics.Count;
        var depth = _depth;
        try
        {
            _at++;
            var tests = TestList();
            if (Take(")"))
            {
                SkipSpace();
                if (Peek() is not ('+' or '-' or '*' or '/' or '[' or '(') && !(Peek() == '.' && Peek(1) != '.'))
                    return tests;
            }
        }
        catch (SyntaxFault)
        {
            // Then it is an expression or a range that starts with a parenthesis; its own fault is reported below.
        }

        _at = start;
        _depth = depth;
        _diagnostics.RemoveRange(faults, _diagnostics.Count - faults);
        return [Additive()];
    }
}
