namespace Reserve.Engine.Feel.Syntax;

/// <remarks>The part that reads primaries: literals, brackets, loops, functions, types and unary tests.</remarks>
internal sealed partial class FeelParser
{
    private FeelNode Primary()
    {
        SkipSpace();
        var at = this.at;
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
                    this.at += 4;
                    return new LiteralNode(at, FeelValue.True);
                case "false":
                    this.at += 5;
                    return new LiteralNode(at, FeelValue.False);
                case "null":
                    this.at += 4;
                    return new LiteralNode(at, FeelValue.Null);
                case "if" when NextSign(at + 2) is not ('.' or ')' or ',' or ']'):
                    this.at += 2;
                    return If(at);
                case "for" when !names.Contains("for"):
                    this.at += 3;
                    return For(at);
                case "some" when !names.Contains("some"):
                    this.at += 4;
                    return Quantified(at, every: false);
                case "every" when !names.Contains("every"):
                    this.at += 5;
                    return Quantified(at, every: true);
                case "function" when NextSign(at + word.Length) == '(':
                    this.at += word.Length;
                    return Function(at);
                case "and"
                or "or"
                or "in"
                or "between"
                or "instance"
                or "return"
                or "satisfies"
                or "then"
                or "else" when !names.Contains(word.ToString()):
                    throw Fault(at, "ожидалось выражение", "выражение");
            }
        }

        var name = ReadReference(member: false);
        return new NameNode(at, name, this.at);
    }

    private LiteralNode AtLiteral()
    {
        var at = this.at++;
        SkipSpace();
        if (Peek() != '"')
            throw Fault(this.at, "после @ ожидалась строка в кавычках", "\"");
        var text = ReadString();
        // A text that is no date, time or duration gives null (with a warning from the evaluator).
        return new LiteralNode(at, Functions.TemporalFunctions.FromLiteral(text));
    }

    private FeelNode Parenthesis()
    {
        var at = this.at++;
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
            throw Fault(this.at, "ожидалась закрывающая скобка", ")");
        return first;
    }

    private FeelNode SquareBracket()
    {
        var at = this.at;
        var closed = text[this.at++] == '[';
        SkipSpace();
        if (closed && Take("]"))
            return Lift(new ListNode(at, []));
        var first = closed ? Element(']', "элемент списка") : Expression();
        SkipSpace();
        if (Peek() == '.' && Peek(1) == '.')
            return Range(at, first, closed);
        if (!closed)
            throw Fault(this.at, "ожидалось «..» (диапазон)", "..");
        var items = new List<FeelNode> { first };
        while (Take(","))
            items.Add(Element(']', "элемент списка"));
        Need("]", "конец списка");
        return Lift(new ListNode(at, items));
    }

    private RangeNode Range(int at, FeelNode low, bool lowClosed)
    {
        this.at += 2;
        var high = RangeEnd();
        SkipSpace();
        switch (Peek())
        {
            case ']':
                this.at++;
                return Lift(new RangeNode(at, low, lowClosed, high, true));
            case ')' or '[':
                this.at++;
                return Lift(new RangeNode(at, low, lowClosed, high, false));
            default:
                throw Fault(this.at, "диапазон не закрыт", "] ) [");
        }
    }

    /// <summary>The upper end of a range: an addition at most, whose last bracket may be the range's own.</summary>
    private FeelNode RangeEnd()
    {
        var left = RangeFactor();
        while (true)
        {
            SkipSpace();
            var at = this.at;
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
            this.at = rangeEndStart;
            return Additive();
        }
    }

    private int rangeEndStart;

    private FeelNode RangeFactor()
    {
        SkipSpace();
        var start = at;
        var negative = Take("-");
        var node = Postfix(Primary(), inEndpoint: true);
        rangeEndStart = start;
        if (!negative)
            return node;
        return node is LiteralNode { Value.IsNumber: true } literal
            ? new LiteralNode(start, FeelValue.From(-literal.Value.Number))
            : Lift(new NegateNode(start, node));
    }

    private ContextNode Context()
    {
        var at = this.at++;
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
            names.Add(name);
            members.Add(name);
        } while (Take(","));
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
                at += 2;
                last = Expression();
            }

            iterators.Add(new Iterator(name, first, last));
            names.Add(name);
        } while (Take(","));
        return iterators;
    }

    private bool SeesWordHere(string word) => at > 0 && FeelCharacters.IsSpace(text[at - 1]) && Word(at).SequenceEqual(word);

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
                names.Add(name);
            } while (Take(","));
            Need(")", "конец параметров");
        }

        var external = TakeWord("external");
        var body = Expression();
        return Lift(new FunctionNode(at, this.at, parameters, body, external));
    }

    // Rules 52–56: types. Null for a name that nobody knows.
    private FeelType? Type()
    {
        SkipSpace();
        var start = at;
        if (++depth > MaxDepth)
            throw Fault(start, $"вложенность глубже {MaxDepth}", "");
        var type = TypeBody(start);
        depth--;
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
                    at += word.Length;
                    Need("<", "тип элемента");
                    var element = Type() ?? FeelType.Any;
                    Need(">", "тип элемента");
                    return list ? FeelType.ListOf(element) : FeelType.RangeOf(element);
                case "context":
                    at += word.Length;
                    return ContextType();
                case "function":
                    at += word.Length;
                    return FunctionType();
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["days and time duration", "years and months duration", "date and time"])
        {
            if (MatchWords(name) is { } end)
            {
                at = end;
                return FeelType.Find(name);
            }
        }

        var known = scope.Types.Keys.Where(name => MatchWords(name) is not null).MaxBy(name => name.Length);
        if (known is not null && known.Length >= word.Length)
        {
            at = MatchWords(known)!.Value;
            return scope.Types[known];
        }

        at += word.Length;
        while (Peek() == '.' && Word(at + 1) is { IsEmpty: false } part)
            at += 1 + part.Length;
        return FeelType.Find(word.ToString());
    }

    /// <summary>Where these words end when they stand here, white space being free.</summary>
    private int? MatchWords(string words)
    {
        var table = new NameTable();
        table.Add(words);
        if (table.Longest(text, at, out var end) is not null)
            return end;
        return Word(at).SequenceEqual(words) ? at + words.Length : null;
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
            } while (Take(","));
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
            do parameters.Add(Type() ?? FeelType.Any);
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
        var at = this.at;
        if (Peek() == '-' && SpaceEnd(this.at + 1) == text.Length)
        {
            this.at = text.Length;
            return Lift(new UnaryTestsNode(at, [], false));
        }

        if (SeesWord("not") && NextSign(this.at + 3) == '(')
        {
            var faults = diagnostics.Count;
            var negated = Negated();
            SkipSpace();
            if (AtEnd && diagnostics.Count == faults)
                return Lift(new UnaryTestsNode(at, negated, true));
            // not(…) was only the start of an expression.
            diagnostics.RemoveRange(faults, diagnostics.Count - faults);
            this.at = at;
        }

        return Lift(new UnaryTestsNode(at, TestList(), false));
    }

    private List<FeelNode> Negated()
    {
        try
        {
            at += 3;
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
        do tests.Add(Test());
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
        var at = this.at;
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
        var start = at;
        var faults = diagnostics.Count;
        var depth = this.depth;
        try
        {
            at++;
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

        at = start;
        this.depth = depth;
        diagnostics.RemoveRange(faults, diagnostics.Count - faults);
        return [Additive()];
    }
}
