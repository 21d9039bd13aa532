namespace Reserve.Engine.Feel.Evaluation;

/// <summary>Where compiled code finds its variables: those given from outside, and its own.</summary>
internal ref struct Frame
{
    public readonly ReadOnlySpan<FeelValue> Globals;
    public readonly FeelValue[] Locals;
    private readonly FeelOptions? options;
    private readonly string? text;
    private FeelState? state;

    /// <summary>A frame within an evaluation under way.</summary>
    public Frame(ReadOnlySpan<FeelValue> globals, FeelValue[] locals, FeelState state)
    {
        Globals = globals;
        Locals = locals;
        this.state = state;
    }

    /// <summary>The frame of an evaluation that takes a state only when something asks for it, which plain arithmetic does not.</summary>
    public Frame(ReadOnlySpan<FeelValue> globals, FeelValue[] locals, FeelOptions options, string text)
    {
        Globals = globals;
        Locals = locals;
        this.options = options;
        this.text = text;
    }

    public FeelState State => state ??= FeelState.Rent(options!, text!);

    public readonly bool HasState => state is not null;

    /// <summary>Gives back the state that was taken, if any.</summary>
    public readonly void End()
    {
        if (state is not null)
            FeelState.Return(state);
    }
}

/// <summary>A compiled expression: names are slots, built-in functions are bound, types of literals are known.</summary>
internal abstract class Code(int at)
{
    public int At { get; } = at;

    public abstract FeelValue Run(ref Frame frame);
}

/// <summary>Compiled code with the number of its own variables.</summary>
internal sealed class Unit(Code body, int locals, string text)
{
    public Code Body { get; } = body;

    public int Locals { get; } = locals;

    public string Text { get; } = text;
}

internal sealed class ConstantCode(int at, FeelValue value) : Code(at)
{
    public FeelValue Value { get; } = value;

    public override FeelValue Run(ref Frame frame) => Value;
}

/// <summary>A literal that has no value, such as @"31 сентября".</summary>
internal sealed class FaultCode(int at, string message) : Code(at)
{
    public override FeelValue Run(ref Frame frame) => frame.State.Fail(At, message);
}

internal sealed class GlobalCode(int at, int slot, string? name) : Code(at)
{
    public int Slot { get; } = slot;

    public override FeelValue Run(ref Frame frame)
    {
        var value = frame.Globals[Slot];
        if (value.IsNull && name is not null && frame.State.Missing is { } missing && missing[Slot])
            frame.State.Warn(At, $"переменная «{name}» не задана");
        return value;
    }
}

/// <summary>
/// A name that a built-in function has as well: a variable of the name comes first, whoever parsed the text without knowing of it.
/// </summary>
internal sealed class GlobalOrBuiltinCode(int at, int slot, FeelValue builtin) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var value = frame.Globals[slot];
        return value.IsNull && frame.State.Missing is { } missing && missing[slot] ? builtin : value;
    }
}

internal sealed class LocalCode(int at, int slot) : Code(at)
{
    public int Slot { get; } = slot;

    public override FeelValue Run(ref Frame frame) => frame.Locals[Slot];
}

/// <summary>A name inside a filter: an entry of the element under test, else what the name means outside.</summary>
internal sealed class FilterNameCode(int at, int itemSlot, string name, Code? outside) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var item = frame.Locals[itemSlot];
        if (item.AsContext() is { } context && context.TryGet(name, out var entry))
            return entry;
        if (name == "item")
            return item;
        if (outside is not null)
            return outside.Run(ref frame);
        if (item.AsContext() is null && Properties.TryGet(item, name, out var property))
            return property;
        return default;
    }
}
