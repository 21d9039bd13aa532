namespace Reserve.Engine.Feel.Syntax;

/// <summary>A node of the syntax tree; <paramref name="At"/> is its place in the text.</summary>
internal abstract record FeelNode(int At)
{
    /// <summary>How many nodes lie on the longest way down.</summary>
    public int Height { get; init; } = 1;

    /// <summary>The nodes right below, in the order of the text.</summary>
    public virtual IReadOnlyList<FeelNode> Children => [];
}

internal sealed record LiteralNode(int At, FeelValue Value) : FeelNode(At);

/// <summary>A name as known in the scope; in the text it stands up to <paramref name="End"/>, perhaps with other white space.</summary>
internal sealed record NameNode(int At, string Name, int End) : FeelNode(At);

internal sealed record PathNode(int At, FeelNode Target, string Name) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Target];
}

internal sealed record CallNode(int At, FeelNode Callee, IReadOnlyList<FeelNode> Arguments, IReadOnlyList<string>? Names) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Callee, .. Arguments];
}

internal sealed record NegateNode(int At, FeelNode Operand) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Operand];
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

internal sealed record BinaryNode(int At, BinaryOperator Operator, FeelNode Left, FeelNode Right) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Left, Right];
}

internal sealed record BetweenNode(int At, FeelNode Value, FeelNode Low, FeelNode High) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Value, Low, High];
}

internal sealed record InNode(int At, FeelNode Value, IReadOnlyList<FeelNode> Tests) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Value, .. Tests];
}

/// <summary>A test such as <c>&lt; 5</c>: an operator that waits for its left operand. As a value it is a range without an end.</summary>
internal sealed record ComparisonTestNode(int At, BinaryOperator Operator, FeelNode Operand) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Operand];
}

internal sealed record InstanceOfNode(int At, FeelNode Value, FeelType? Type, string TypeName, int TypeAt) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Value];
}

internal sealed record IfNode(int At, FeelNode Condition, FeelNode Then, FeelNode Else) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Condition, Then, Else];
}

/// <summary><c>name in First</c>, or <c>name in First..Last</c>.</summary>
internal sealed record Iterator(string Name, FeelNode First, FeelNode? Last)
{
    public IReadOnlyList<FeelNode> Nodes => Last is null ? [First] : [First, Last];
}

internal sealed record ForNode(int At, IReadOnlyList<Iterator> Iterators, FeelNode Body) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [.. Iterators.SelectMany(iterator => iterator.Nodes), Body];
}

internal sealed record QuantifiedNode(int At, bool Every, IReadOnlyList<Iterator> Iterators, FeelNode Condition) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [.. Iterators.SelectMany(iterator => iterator.Nodes), Condition];
}

internal sealed record FilterNode(int At, FeelNode Target, FeelNode Condition) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Target, Condition];
}

internal sealed record ListNode(int At, IReadOnlyList<FeelNode> Items) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => Items;
}

internal sealed record ContextNode(int At, IReadOnlyList<(string Name, FeelNode Value)> Entries) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [.. Entries.Select(entry => entry.Value)];
}

internal sealed record RangeNode(int At, FeelNode Low, bool LowClosed, FeelNode High, bool HighClosed) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Low, High];
}

internal sealed record FunctionNode(int At, int End, IReadOnlyList<FeelParameter> Parameters, FeelNode Body, bool External) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => [Body];
}

/// <summary>The cell of a decision table: any of the tests, all of them denied, or <c>-</c> (no tests).</summary>
internal sealed record UnaryTestsNode(int At, IReadOnlyList<FeelNode> Tests, bool Negated) : FeelNode(At)
{
    public override IReadOnlyList<FeelNode> Children => Tests;
}
