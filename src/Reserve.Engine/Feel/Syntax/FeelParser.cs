using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel.Syntax;

/// <summary>
/// Text to syntax tree by recursive descent (DMN 1.5, 10.3.1.2). Faults are collected: after one inside brackets reading goes on behind it.
/// </summary>
internal sealed partial class FeelParser
{
    private const int MaxText = 200_000;
    private const int MaxDepth = 200;
    private const int MaxHeight = 1_500;
    private const int MaxDiagnostics = 20;
    private static readonly NameTable BuiltinNames = MakeBuiltinNames();

    private readonly string text;
    private readonly FeelScope scope;
    private readonly NameTable names = new();
    private readonly NameTable members = new();
    private readonly List<FeelDiagnostic> diagnostics = [];
    private int at;
    private int depth;
    private int filters;
    private int attempts;

    private FeelParser(string text, FeelScope scope)
    {
        this.text = text;
        this.scope = scope;
        foreach (var name in scope.Names)
        {
            names.Add(name);
            members.Add(name);
        }

        foreach (var name in scope.MemberNames)
            members.Add(name);
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
                throw parser.Fault(parser.at, "лишний текст после выражения", "конец выражения");
        }
        catch (SyntaxFault fault)
        {
            parser.Report(fault);
        }

        return parser.diagnostics.Count == 0 ? (node, []) : (null, parser.diagnostics);
    }

    // Rule 1: expression; the loosest binding first.
    private FeelNode Expression()
    {
        if (++depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault(at, $"вложенность глубже {MaxDepth}", "");
        var node = Disjunction();
        depth--;
        return node;
    }

    private FeelNode Disjunction()
    {
        var left = Conjunction();
        while (SeesWord("or"))
        {
            var at = this.at;
            this.at += 2;
            left = Lift(new BinaryNode(at, BinaryOperator.Or, left, Conjunction()));
        }

        return left;
    }

    private FeelNode Conjunction()
    {
        var left = Comparison();
        while (SeesWord("and"))
        {
            var at = this.at;
            this.at += 3;
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
            var at = this.at;
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
                at++;
                return BinaryOperator.Equal;
            case '!' when Peek(1) == '=':
                at += 2;
                return BinaryOperator.NotEqual;
            case '<':
                at += Peek(1) == '=' ? 2 : 1;
                return text[at - 1] == '=' ? BinaryOperator.LessOrEqual : BinaryOperator.Less;
            case '>':
                at += Peek(1) == '=' ? 2 : 1;
                return text[at - 1] == '=' ? BinaryOperator.GreaterOrEqual : BinaryOperator.Greater;
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
            var at = this.at;
            if (Peek() is not ('+' or '-'))
                return left;
            var add = text[this.at++] == '+';
            left = Lift(new BinaryNode(at, add ? BinaryOperator.Add : BinaryOperator.Subtract, left, Multiplicative()));
        }
    }

    private FeelNode Multiplicative()
    {
        var left = Power();
        while (true)
        {
            SkipSpace();
            var at = this.at;
            var multiply = Peek() == '*' && Peek(1) != '*';
            if (!multiply && Peek() != '/')
                return left;
            this.at++;
            left = Lift(new BinaryNode(at, multiply ? BinaryOperator.Multiply : BinaryOperator.Divide, left, Power()));
        }
    }

    private FeelNode Power()
    {
        var left = Negation();
        while (Sees("**"))
        {
            var at = this.at;
            this.at += 2;
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
        var at = this.at++;
        if (char.IsAsciiDigit(Peek()) || (Peek() == '.' && char.IsAsciiDigit(Peek(1))))
            return InstanceOf(new LiteralNode(at, FeelValue.From(-ReadNumber().Number)));
        if (++depth > MaxDepth)
            throw Fault(at, $"вложенность глубже {MaxDepth}", "");
        var operand = Negation();
        depth--;
        return Lift(new NegateNode(at, operand));
    }

    private FeelNode InstanceOf(FeelNode primary)
    {
        var value = Postfix(primary, inEndpoint: false);
        while (SeesWord("instance"))
        {
            var at = this.at;
            this.at += "instance".Length;
            NeedWord("of", "instance of");
            SkipSpace();
            var start = this.at;
            var type = Type();
            value = Lift(new InstanceOfNode(at, value, type, text[start..this.at], start));
        }

        return value;
    }

    /// <summary>Paths, filters and calls behind a primary.</summary>
    private FeelNode Postfix(FeelNode target, bool inEndpoint)
    {
        while (true)
        {
            SkipSpace();
            var at = this.at;
            switch (Peek())
            {
                case '.' when Peek(1) != '.':
                    this.at++;
                    SkipSpace();
                    target = Lift(new PathNode(at, target, ReadReference(member: true)));
                    break;
                case '[':
                    if (inEndpoint && !IsFilter())
                        return target;
                    this.at++;
                    filters++;
                    var condition = Bracketed(']', "условие в квадратных скобках");
                    filters--;
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
        if (++attempts > 200)
            return false;
        var start = at;
        var faults = diagnostics.Count;
        var depth = this.depth;
        try
        {
            at++;
            Expression();
            return Take("]") && diagnostics.Count == faults && (Sees("]") || Sees(")") || Sees("[") || Sees("."));
        }
        catch (SyntaxFault)
        {
            return false;
        }
        finally
        {
            at = start;
            this.depth = depth;
            diagnostics.RemoveRange(faults, diagnostics.Count - faults);
        }
    }

    private CallNode Call(FeelNode callee)
    {
        at++;
        var arguments = new List<FeelNode>();
        List<string>? names = null;
        SkipSpace();
        if (!Take(")"))
        {
            do
            {
                SkipSpace();
                var at = this.at;
                var name = ArgumentName();
                if (arguments.Count > 0 && name is null != names is null)
                    throw Fault(at, "позиционные и именованные аргументы смешаны", "");
                if (name is not null)
                    (names ??= []).Add(name);
                arguments.Add(Element(')', "аргумент"));
            } while (Take(","));
            Need(")", "конец аргументов");
        }

        return Lift(new CallNode(callee.At, callee, arguments, names));
    }

    /// <summary>The name before a colon at the start of an argument, or null.</summary>
    private string? ArgumentName()
    {
        var at = this.at;
        if (at >= text.Length || !FeelCharacters.IsStart(text[at]))
            return null;
        while (at < text.Length && (FeelCharacters.IsPart(text[at]) || FeelCharacters.IsSign(text[at]) || FeelCharacters.IsSpace(text[at])))
            at++;
        if (at >= text.Length || text[at] != ':')
            return null;
        var name = ReadDeclaredName("аргумент", () => Peek() == ':');
        this.at++;
        return name;
    }

    /// <summary>A list's element, an argument, an entry: a fault in it is reported and skipped.</summary>
    private FeelNode Element(char close, string construct)
    {
        var depth = this.depth;
        var filters = this.filters;
        try
        {
            var node = Expression();
            SkipSpace();
            if (Peek() != ',' && Peek() != close && !(Peek() == '.' && Peek(1) == '.'))
                throw Fault(at, $"ожидалось «,» или «{close}» ({construct})", $", {close}");
            return node;
        }
        catch (SyntaxFault fault)
        {
            Report(fault);
            this.depth = depth;
            this.filters = filters;
            SkipTo(Math.Max(at, fault.At), close);
            if (AtEnd)
                throw new SyntaxFault(null, at, true);
            return new LiteralNode(fault.At, FeelValue.Null);
        }
    }

    private FeelNode Bracketed(char close, string construct)
    {
        var node = Expression();
        if (!Take(close.ToString()))
            throw Fault(at, $"ожидалось «{close}» ({construct})", close.ToString());
        return node;
    }

    /// <summary>Goes on to the comma or closing bracket of this level.</summary>
    private void SkipTo(int from, char close)
    {
        var open = 0;
        for (at = from; at < text.Length; at++)
        {
            var c = text[at];
            if (open == 0 && (c == ',' || c == close))
                return;
            if (c is '(' or '[' or '{')
                open++;
            else if (c is ')' or ']' or '}' && --open < 0)
                return;
            else if (c == '"')
                at = Math.Max(at, ClosingQuote(at));
        }
    }

    private int ClosingQuote(int from)
    {
        for (var i = from + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        }

        return text.Length - 1;
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
        if (
            fault.Diagnostic is { } diagnostic
            && diagnostics.Count < MaxDiagnostics
            && (diagnostics.Count == 0 || (diagnostics[^1].Line, diagnostics[^1].Column) != (diagnostic.Line, diagnostic.Column))
        )
        {
            diagnostics.Add(diagnostic);
        }
    }

    private SyntaxFault Fault(int at, string message, string expected)
    {
        // Not at white space: an editor underlines what stands at the place.
        at = SpaceEnd(at);
        var (line, column) = Place(text, at);
        var end = at >= text.Length;
        var found = end ? "конец текста" : Found(text, at);
        return new SyntaxFault(
            new FeelDiagnostic(line, column, $"{message}; найдено: {found}", found, expected) { Length = end ? 0 : found.Length },
            at,
            end
        );
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
