using Reserve.Engine.Feel.Functions;
using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Analysis;

/// <summary>What can be told to be wrong in an expression before it is evaluated, though its syntax is right.</summary>
public static class FeelCheck
{
    /// <summary>
    /// Finds variables that nobody gives (the nearest known name is suggested), functions that do not exist, calls with a number or with
    /// names of arguments that no form takes, unknown types after <c>instance of</c>, and <c>@"…"</c> that is no date, time or duration.
    /// Names in the condition of a filter count as entries of the elements unless the elements are plain to see.
    /// </summary>
    /// <param name="expression">The expression, or unary tests (in which <c>?</c> is known).</param>
    /// <param name="names">The variables and functions that it may use, besides the built-in ones.</param>
    /// <returns>The findings in the order of the text, at most 100; <see cref="FeelDiagnostic.Expected"/> is the suggested name, or the
    /// forms of the function.</returns>
    public static IReadOnlyList<FeelDiagnostic> Check(FeelExpression expression, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(names);
        var walk = new NameWalk(expression.Text, names);
        walk.Visit(expression.Tree);
        return [.. walk.Findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)];
    }
}

/// <summary>Goes through a tree with the names that are known at each place.</summary>
internal sealed class NameWalk(string text, IReadOnlyCollection<string> given)
{
    private const string AnyName = "";
    private const int MaxFindings = 100;

    private readonly HashSet<string> given = new(given, StringComparer.Ordinal);

    /// <summary>
    /// The expression's own names from the outermost in; each with its number of parameters when it is a function written out.
    /// </summary>
    private readonly List<(string Name, int? Parameters)> own = [];

    public List<FeelDiagnostic> Findings { get; } = [];

    public void Visit(FeelNode node)
    {
        var known = own.Count;
        switch (node)
        {
            case NameNode name:
                if (!Knows(name.Name, out _) && Builtins.Find(name.Name) is null && !Owns(AnyName))
                    Unknown("нет переменной", name, Names());
                break;
            case LiteralNode { Value.IsNull: true } when node.At < text.Length && text[node.At] == '@':
                Add(node.At, node.At + 1, "за @ стоит не дата, не время и не длительность", "дата, время или длительность");
                break;
            case InstanceOfNode { Type: null } instance:
                Visit(instance.Value);
                var type = instance.TypeName.Trim();
                Add(instance.TypeAt, instance.TypeAt + type.Length, $"неизвестный тип «{type}»", "");
                break;
            case CallNode call:
                Call(call);
                break;
            case ForNode loop:
                Own("partial");
                Iterators(loop.Iterators);
                Visit(loop.Body);
                break;
            case QuantifiedNode quantified:
                Iterators(quantified.Iterators);
                Visit(quantified.Condition);
                break;
            case FilterNode filter:
                Visit(filter.Target);
                Elements(TypeInference.Of(filter.Target, null));
                Visit(filter.Condition);
                break;
            case ContextNode context:
                foreach (var (name, value) in context.Entries)
                {
                    // A function may call itself by its entry's name.
                    var function = value as FunctionNode;
                    if (function is not null)
                        Own(name, function.Parameters.Count);
                    Visit(value);
                    if (function is null)
                        Own(name);
                }

                break;
            case FunctionNode { External: true }:
                break;
            case FunctionNode function:
                foreach (var parameter in function.Parameters)
                    Own(parameter.Name);
                Visit(function.Body);
                break;
            case UnaryTestsNode tests:
                Own("?");
                foreach (var test in tests.Tests)
                    Visit(test);
                break;
            default:
                foreach (var child in node.Children)
                    Visit(child);
                break;
        }

        own.RemoveRange(known, own.Count - known);
    }

    private void Iterators(IReadOnlyList<Iterator> iterators)
    {
        foreach (var iterator in iterators)
        {
            foreach (var node in iterator.Nodes)
                Visit(node);
            Own(iterator.Name);
        }
    }

    /// <summary>What a filter's condition may name: item, and the entries of the elements, which may be any.</summary>
    private void Elements(FeelType target)
    {
        var element = target.Kind == FeelTypeKind.List ? target.Element : target;
        Own("item");
        if (element.Kind == FeelTypeKind.Any)
            Own(AnyName);
        foreach (var field in element.Fields)
            Own(field.Name);
    }

    private void Call(CallNode call)
    {
        switch (call.Callee)
        {
            case NameNode name when Knows(name.Name, out var parameters):
                if (parameters is { } count)
                    Count(name, name.End, name.Name, count, call.Arguments.Count);
                break;
            case NameNode name when Builtins.Find(name.Name) is { } builtin:
                if (!builtin.Takes(call.Arguments.Count, call.Names))
                    Form(name, builtin, call);
                break;
            case NameNode name:
                Unknown("нет функции", name, Names().Concat(Builtins.Names));
                break;
            case FunctionNode function:
                Visit(function);
                Count(function, function.At + "function".Length, "function", function.Parameters.Count, call.Arguments.Count);
                break;
            default:
                Visit(call.Callee);
                break;
        }

        foreach (var argument in call.Arguments)
            Visit(argument);
    }

    private void Count(FeelNode place, int end, string name, int parameters, int arguments)
    {
        if (parameters != arguments)
            Add(
                place.At,
                end,
                $"функции «{name}» нужно аргументов: {parameters}, дано: {arguments}",
                parameters.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    private void Form(NameNode name, Builtin builtin, CallNode call)
    {
        var forms = string.Join(", ", FeelCatalog.FormsOf(builtin).Select(form => $"{builtin.Name}({form})"));
        var given = call.Names is null
            ? $"с числом аргументов {call.Arguments.Count}"
            : $"с аргументами {string.Join(", ", call.Names.Select(argument => $"«{argument}»"))}";
        Add(name.At, name.End, $"нет вызова «{name.Name}» {given}; есть {forms}", forms);
    }

    private void Unknown(string what, NameNode name, IEnumerable<string> candidates)
    {
        if (Findings.Count >= MaxFindings)
            return;
        var near = NearestName.Of(name.Name, candidates);
        Add(name.At, name.End, near is null ? $"{what} «{name.Name}»" : $"{what} «{name.Name}»; есть «{near}»", near ?? "");
    }

    private void Add(int at, int end, string message, string expected)
    {
        if (Findings.Count >= MaxFindings)
            return;
        var (line, column) = FeelParser.Place(text, at);
        Findings.Add(new FeelDiagnostic(line, column, message, text[at..Math.Min(end, text.Length)], expected));
    }

    private void Own(string name, int? parameters = null) => own.Add((name, parameters));

    private bool Owns(string name) => own.Exists(own => own.Name == name);

    private bool Knows(string name, out int? parameters)
    {
        var place = own.FindLastIndex(own => own.Name == name);
        parameters = place < 0 ? null : own[place].Parameters;
        return place >= 0 || this.given.Contains(name);
    }

    private IEnumerable<string> Names() =>
        own.Select(own => own.Name).Where(name => name is not (AnyName or "partial" or "?")).Concat(this.given);
}
