using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>Compiles boxed expressions; faults become findings, and the faulty part gives null with the reason.</summary>
internal sealed class BoxedCompiler(DmnTypes types, DmnNames names, List<DmnDiagnostic> diagnostics)
{
    public DmnNames Names => names;

    public BoxedNode Compile(DmnExpression? expression, BoxedScope scope, DmnPlace parent)
    {
        if (expression is null)
            return new BrokenNode("выражения нет", parent);
        var type = Type(expression.TypeRef, expression.Place, scope);
        return expression switch
        {
            DmnLiteral literal => Literal(literal.Text, type, scope),
            DmnDecisionTable table => new TableCompiler(this, diagnostics).Compile(table, type, scope),
            DmnContext context => Context(context, type, scope),
            DmnInvocation invocation => Invocation(invocation, type, scope),
            DmnFunction function => Function("", function, scope, FeelType.Any),
            DmnRelation relation => new ListNode([.. relation.Rows.Select(row => Row(relation, row, scope))], type, relation.Place),
            DmnList list => new ListNode([.. list.Items.Select(item => Compile(item, scope, list.Place))], type, list.Place),
            DmnConditional conditional => new ConditionalNode(
                Compile(conditional.If, scope, conditional.Place),
                Compile(conditional.Then, scope, conditional.Place),
                Compile(conditional.Else, scope, conditional.Place),
                type,
                conditional.Place
            ),
            DmnFilter filter => new FilterNode(
                Compile(filter.In, scope, filter.Place),
                Compile(filter.Match, scope.With("item"), filter.Place),
                type,
                filter.Place
            ),
            DmnIterator iterator => Iterator(iterator, type, scope),
            _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
        };
    }

    public DmnText? AllowedValues(string? typeRef, BoxedScope scope) => types.AllowedValues(scope.Model, typeRef);

    public FeelType Type(string? typeRef, DmnPlace place, BoxedScope scope) => types.Resolve(scope.Model, typeRef, place);

    /// <summary>A FEEL text as a node; the empty text is null.</summary>
    public BoxedNode Literal(DmnText text, FeelType type, BoxedScope scope)
    {
        if (!DmnFeel.IsFeel(text.Language))
        {
            diagnostics.Add(DmnFeel.WrongLanguage(text));
            return new BrokenNode(DmnFeel.WrongLanguage(text.Language!), text.Place);
        }

        if (string.IsNullOrWhiteSpace(text.Text))
            return new ConstantNode(FeelValue.Null, type, text.Place);
        var parsed = FeelExpression.Parse(text.Text, scope.Feel);
        DmnFeel.Report(parsed, text, diagnostics);
        if (parsed.Expression is not { } expression)
            return new BrokenNode(
                $"выражение не разобрано: {string.Join("; ", parsed.Diagnostics.Select(fault => fault.Message))}",
                text.Place
            );
        names.Check(expression, text, scope);
        if (expression.Tree is Reserve.Engine.Feel.Syntax.LiteralNode { Value: { IsNull: false } constant })
            return new ConstantNode(constant, type, text.Place);
        if (expression.FreeVariables is [var name] && text.Text.AsSpan().Trim().SequenceEqual(name))
            return new VariableNode(name, type, text.Place);
        return new LiteralNode(expression, type, text.Place);
    }

    /// <summary>A function; its parameters are in scope of the body.</summary>
    public BoxedNode Function(string name, DmnFunction function, BoxedScope scope, FeelType declared)
    {
        var parameters = function
            .Parameters.Select(parameter => new FeelParameter(parameter.Name, Type(parameter.TypeRef, parameter.Place, scope)))
            .ToList();
        var result = ResultOf(declared);
        if (result.Kind == FeelTypeKind.Any)
            result = ResultOf(Type(function.TypeRef, function.Place, scope));
        BoxedNode body;
        if (function.Kind == DmnFunctionKind.Feel)
        {
            body = Compile(function.Body, scope.With(function.Parameters.Select(parameter => parameter.Name)), function.Place);
        }
        else
        {
            diagnostics.Add(
                DmnDiagnostic.Warning(
                    "external-function",
                    $"внешние функции ({function.Kind}) не вызываются: результат всегда null",
                    $"external functions ({function.Kind}) are not called: the result is always null",
                    function.Place
                )
            );
            body = new BrokenNode($"внешние функции ({function.Kind}) не вызываются", function.Place);
        }

        return new FunctionNode(name, parameters, body, result, function.Place);
    }

    /// <summary>
    /// What a variable that holds a function says about the function's results: its type is that of the function, or, in older files, of
    /// the results.
    /// </summary>
    public static FeelType ResultOf(FeelType declared) => declared.Kind == FeelTypeKind.Function ? declared.Result : declared;

    private ContextNode Context(DmnContext context, FeelType type, BoxedScope scope)
    {
        var entries = new List<ContextNode.Entry>();
        foreach (var entry in context.Entries)
        {
            if (entry.Variable is not { } variable)
                return new ContextNode(entries, Compile(entry.Value, scope, context.Place), type, context.Place);
            var value = entry.Value is DmnFunction function
                ? Function(variable.Name, function, scope.With(variable.Name), FeelType.Any)
                : Compile(entry.Value, scope, variable.Place);
            entries.Add(new ContextNode.Entry(variable.Name, Type(variable.TypeRef, variable.Place, scope), value, variable.Place));
            scope = scope.With(variable.Name);
        }

        return new ContextNode(entries, null, type, context.Place);
    }

    private RowNode Row(DmnRelation relation, IReadOnlyList<DmnExpression?> row, BoxedScope scope) =>
        new(
            [
                .. relation
                    .Columns.Zip(row)
                    .Select(cell => new ContextNode.Entry(
                        cell.First.Name,
                        Type(cell.First.TypeRef, cell.First.Place, scope),
                        Compile(cell.Second, scope, relation.Place),
                        cell.First.Place
                    )),
            ],
            relation.Place
        );

    private InvocationNode Invocation(DmnInvocation invocation, FeelType type, BoxedScope scope)
    {
        var arguments = invocation
            .Bindings.Select(binding => new InvocationNode.Argument(
                binding.Parameter.Name,
                Type(binding.Parameter.TypeRef, binding.Parameter.Place, scope),
                binding.Value is null
                    ? new ConstantNode(FeelValue.Null, FeelType.Any, binding.Parameter.Place)
                    : Compile(binding.Value, scope, binding.Parameter.Place),
                binding.Parameter.Place
            ))
            .ToList();
        var text = invocation.Callee is DmnLiteral literal ? literal.Text.Text.Trim() : "";
        return new InvocationNode(Compile(invocation.Callee, scope, invocation.Place), text, arguments, type, invocation.Place);
    }

    private IteratorNode Iterator(DmnIterator iterator, FeelType type, BoxedScope scope) =>
        new(
            iterator.Kind,
            iterator.Variable,
            Compile(iterator.In, scope, iterator.Place),
            Compile(iterator.Body, scope.With(iterator.Variable, "partial"), iterator.Place),
            iterator.Kind == DmnIteratorKind.For
                && (iterator.Body is not DmnLiteral literal || literal.Text.Text.Contains("partial", StringComparison.Ordinal)),
            type,
            iterator.Place
        );
}
