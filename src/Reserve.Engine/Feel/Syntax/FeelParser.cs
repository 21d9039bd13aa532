using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel.Syntax;

/// <summary>Text to syntax tree by recursive descent (DMN 1.5, 10.3.1.2). Faults are collected: after one inside brackets reading goes on behind it.</summary>
internal sealed partial class FeelParser
{
    private const int MaxText = 200_000;
    private const int MaxDepth = 200;
    private const int MaxHeight = 1_500;
    private const int MaxDiagnostics = 20;
    private static readonly NameTable BuiltinNames = MakeBuiltinNames();

    private readonly string _text;
    private readonly FeelScope _scope;
    private readonly NameTable _names = new();
    private readonly NameTable _members = new();
    private readonly List<FeelDiagnostic> _diagnostics = [];
    private int _at;
    private int _depth;
    private int _filters;
    private int _attempts;

    private FeelParser(string text, FeelScope scope)
    {
        _text = text;
        _scope = scope;
        foreach (var name in scope.Names)
        {
            _names.Add(name);
            _members.Add(name);
        }

        foreach (var name in scope.MemberNames)
            _members.Add(name);
    }

    public static (FeelNode? Node, IReadOnlyList<FeelDiagnostic> Diagnostics) Parse(string text, FeelScope scope, bool unaryTests)
    {
        var parser = new FeelParser(text, scope);
        if (text.Length > MaxText)
            return (null, [new FeelDiagnostic(1, 1, $"текст длиннее {MaxText} знаков", "", "")]);
        FeelNode? node = null;
        try
        {
            node = unaryTests ? parser.UnaryTests() : parser.Expression();
            parser.SkipSpace();
            if (!parser.AtEnd)
                throw parser.Fault(parser._at, "лишний текст после выражения", "конец выражения");
        }
        catch (SyntaxFault fault)
        {
            parser.Report(fault);
        }

        return parser._diagnostics.Count == 0 ? (node, []) : (null, parser._diagnostics);
    }

    // Rule 1: expression; the loosest binding first.
    private FeelNode Expression()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault(_at, $"вложенность глубже {MaxDepth}", "");
        var node = Disjunction();
        _depth--;
        return node;
    }

    private FeelNode Disjunction()
    {
        var left = Conjunction();
        while (SeesWord("or"))
        {
            var at = _at;
            _at += 2;
            left = Lift(new BinaryNode(at, BinaryOperator.Or, left, Conjunction()));
        }

        return left;
    }

    private FeelNode Conjunction()
    {
        var left = Comparison();
        while (SeesWord("and"))
        {
            var at = _at;
            _at += 3;
            left = Lift(new BinaryNode(at, BinaryOperator.And, left, Comparison()));
        }

        return left;
    }

    private FeelNode Comparison()
    {
        var left = Additive();
        while (true)
        {
            SkipSpace();
            var at = _at;
            if (TakeComparison() is { } comparison)
            {
                left = Lift(new BinaryNode(at, comparison, left, Additive()));
            }
            else if (TakeWord("between"))
            {
                var low = Additive();
                NeedWord("and", "between … and …");
                left = Lift(new BetweenNode(at, left, low, Additive()));
            }
            else if (TakeWord("in"))
            {
                left = Lift(new InNode(at, left, InTests()));
            }
            else
            {
                return left;
            }
        }
    }

    private BinaryOperator? TakeComparison()
    {
        switch (Peek())
        {
            case '=':
                _at++;
                return BinaryOperator.Equal;
            case '!' when Peek(1) == '=':
                _at += 2;
                return BinaryOperator.NotEqual;
            case '<':
                _at += Peek(1) == '=' ? 2 : 1;
                return _text[_at - 1] == '=' ? BinaryOperator.LessOrEqual : BinaryOperator.Less;
            case '>':
                _at += Peek(1) == '=' ? 2 : 1;
                return _text[_at - 1] == '=' ? BinaryOperator.GreaterOrEqual : BinaryOperator.Greater;
            default:
                return null;
        }
    }

    private FeelNode Additive()
    {
        var left = Multiplicative();
        while (true)
        {
            SkipSpace();
            var at = _at;
            if (Peek() is not ('+' or '-'))
                return left;
            var add = _text[_at++] == '+';
            left = Lift(new BinaryNode(at, add ? BinaryOperator.Add : BinaryOperator.Subtract, left, Multiplicative()));
        }
    }

    private FeelNode Multiplicative()
    {
        var left = Power();
        while (true)
        {
            SkipSpace();
            var at = _at;
            var multiply = Peek() == '*' && Peek(1) != '*';
            if (!multiply && Peek() != '/')
                return left;
            _at++;
            left = Lift(new BinaryNode(at, multiply ? BinaryOperator.Multiply : BinaryOperator.Divide, left, Power()));
        }
    }

    private FeelNode Power()
    {
        var left = Negation();
        while (Sees("**"))
        {
            var at = _at;
            _at += 2;
            left = Lift(new BinaryNode(at, BinaryOperator.Power, left, Negation()));
        }

        return left;
    }

    private FeelNode Negation()
    {
        SkipSpace();
        if (Peek() != '-')
            return InstanceOf(Primary());
        // A minus before digits belongs to the literal (rule 37).
        var at = _at++;
        if (char.IsAsciiDigit(Peek()) || (Peek() == '.' && char.IsAsciiDigit(Peek(1))))
            return InstanceOf(new LiteralNode(at, FeelValue.From(-ReadNumber().Number)));
        if (++_depth > MaxDepth)
            throw Fault(at, $"вложенность глубже {MaxDepth}", "");
        var operand = Negation();
        _depth--;
        return Lift(new NegateNode(at, operand));
    }

    private FeelNode InstanceOf(FeelNode primary)
    {
        var value = Postfix(primary, inEndpoint: false);
        while (SeesWord("instance"))
        {
            var at = _at;
            _at += "instance".Length;
            NeedWord("of", "instance of");
            SkipSpace();
            var start = _at;
            var type = Type();
            value = Lift(new InstanceOfNode(at, value, type, _text[start.._at], start));
        }

        return value;
    }

    /// <summary>Paths, filters and calls behind a primary.</summary>
    private FeelNode Postfix(FeelNode target, bool inEndpoint)
    {
        while (true)
        {
            SkipSpace();
            var at = _at;
            switch (Peek())
            {
                case '.' when Peek(1) != '.':
                    _at++;
                    SkipSpace();
                    target = Lift(new PathNode(at, target, ReadReference(member: true)));
                    break;
                case '[':
                    if (inEndpoint && !IsFilter())
                        return target;
                    _at++;
                    _filters++;
                    var condition = Bracketed(']', "условие в квадратных скобках");
                    _filters--;
                    target = Lift(new FilterNode(at, target, condition));
                    break;
                case '(':
                    target = Call(target);
                    break;
                default:
                    return target;
            }
        }
    }

    /// <summary>In <c>]1..5[</c> the last bracket ends the range; in <c>[a..b[1]]</c> it opens a filter.</summary>
    private bool IsFilter()
    {
        if (++_attempts > 200)
            return false;
        var start = _at;
        var faults = _diagnostics.Count;
        var depth = _depth;
        try
        {
            _at++;
            Expression();
            return Take("]") && _diagnostics.Count == faults && (Sees("]") || Sees(")") || Sees("[") || Sees("."));
        }
        catch (SyntaxFault)
        {
            return false;
        }
        finally
        {
            _at = start;
            _depth = depth;
            _diagnostics.RemoveRange(faults, _diagnostics.Count - faults);
        }
    }

    private CallNode Call(FeelNode callee)
    {
        _at++;
        var arguments = new List<FeelNode>();
        List<string>? names = null;
        SkipSpace();
        if (!Take(")"))
        {
            do
            {
                SkipSpace();
                var at = _at;
                var name = ArgumentName();
                if (arguments.Count > 0 && name is null != names is null)
                    throw Fault(at, "позиционные и именованные аргументы смешаны", "");
                if (name is not null)
                    (names ??= []).Add(name);
                arguments.Add(Element(')', "аргумент"));
            }
            while (Take(","));
            Need(")", "конец аргументов");
        }

        return Lift(new CallNode(callee.At, callee, arguments, names));
    }

    /// <summary>The name before a colon at the start of an argument, or null.</summary>
    private string? ArgumentName()
    {
        var at = _at;
        if (at >= _text.Length || !FeelCharacters.IsStart(_text[at]))
            return null;
        while (at < _text.Length && (FeelCharacters.IsPart(_text[at]) || FeelCharacters.IsSign(_text[at]) || FeelCharacters.IsSpace(_text[at])))
            at++;
        if (at >= _text.Length || _text[at] != ':')
            return null;
        var name = ReadDeclaredName("аргумент", () => Peek() == ':');
        _at++;
        return name;
    }

    /// <summary>A list's element, an argument, an entry: a fault in it is reported and skipped.</summary>
    private FeelNode Element(char close, string construct)
    {
        var depth = _depth;
        var filters = _filters;
        try
        {
            var node = Expression();
            SkipSpace();
            if (Peek() != ',' && Peek() != close && !(Peek() == '.' && Peek(1) == '.'))
                throw Fault(_at, $"ожидалось «,» или «{close}» ({construct})", $", {close}");
            return node;
        }
        catch (SyntaxFault fault)
        {
            Report(fault);
            _depth = depth;
            _filters = filters;
            SkipTo(Math.Max(_at, fault.At), close);
            if (AtEnd)
                throw new SyntaxFault(null, _at, true);
            return new LiteralNode(fault.At, FeelValue.Null);
        }
    }

    private FeelNode Bracketed(char close, string construct)
    {
        var node = Expression();
        if (!Take(close.ToString()))
            throw Fault(_at, $"ожидалось «{close}» ({construct})", close.ToString());
        return node;
    }

    /// <summary>Goes on to the comma or closing bracket of this level.</summary>
    private void SkipTo(int from, char close)
    {
        var open = 0;
        for (_at = from; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (open == 0 && (c == ',' || c == close))
                return;
            if (c is '(' or '[' or '{')
                open++;
            else if (c is ')' or ']' or '}' && --open < 0)
                return;
            else if (c == '"')
                _at = Math.Max(_at, ClosingQuote(_at));
        }
    }

    private int ClosingQuote(int from)
    {
        for (var i = from + 1; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
                i++;
            else if (_text[i] == '"')
                return i;
        }

        return _text.Length - 1;
    }

    /// <summary>Counts the height of a new node; a chain of a thousand signs would exhaust the stack of whoever walks it.</summary>
    private T Lift<T>(T node)
        where T : FeelNode
    {
        var height = 1;
        foreach (var child in node.Children)
            height = Math.Max(height, child.Height + 1);
        if (height > MaxHeight)
            throw Fault(node.At, "выражение слишком длинное", "");
        return node with { Height = height };
    }

    private void Report(SyntaxFault fault)
    {
        // What stands at the place of the last fault is only its consequence.
        if (fault.Diagnostic is { } diagnostic && _diagnostics.Count < MaxDiagnostics
            && (_diagnostics.Count == 0 || (_diagnostics[^1].Line, _diagnostics[^1].Column) != (diagnostic.Line, diagnostic.Column)))
        {
            _diagnostics.Add(diagnostic);
        }
    }

    private SyntaxFault Fault(int at, string message, string expected)
    {
        // Not at white space: an editor underlines what stands at the place.
        at = SpaceEnd(at);
        var (line, column) = Place(_text, at);
        var end = at >= _text.Length;
        var found = end ? "конец текста" : Found(_text, at);
        return new SyntaxFault(new FeelDiagnostic(line, column, $"{message}; найдено: {found}", found, expected) { Length = end ? 0 : found.Length }, at, end);
    }

    /// <summary>The word, number or sign that stands at a place of a text.</summary>
    public static string Found(string text, int at)
    {
        var end = at + 1;
        if (FeelCharacters.IsPart(text[at]))
        {
            while (end < text.Length && FeelCharacters.IsPart(text[end]))
                end++;
        }
        else if (char.IsHighSurrogate(text[at]) && end < text.Length)
        {
            end++;
        }

        return text[at..end];
    }

    /// <summary>Line and column, from 1, of a place in a text.</summary>
    public static (int Line, int Column) Place(string text, int at)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < Math.Min(at, text.Length); i++)
        {
            if (text[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return (line, at - start + 1);
    }

    private static NameTable MakeBuiltinNames()
    {
        var table = new NameTable();
        foreach (var name in Functions.Builtins.Names)
            table.Add(name);
        return table;
    }

    /// <summary>Leaves the reading of a construct; never leaves the parser.</summary>
    private sealed class SyntaxFault(FeelDiagnostic? diagnostic, int at, bool atEnd) : Exception
    {
        public FeelDiagnostic? Diagnostic { get; } = diagnostic;

        public int At { get; } = at;

        public bool AtEnd { get; } = atEnd;
    }
}
