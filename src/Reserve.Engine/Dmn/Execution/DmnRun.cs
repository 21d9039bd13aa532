using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>
/// What one evaluation of a model gathers: warnings with their places, fired rules; and the clock and limits it shares with FEEL.
/// </summary>
internal sealed class DmnRun(FeelState state)
{
    private const int MaxWarnings = 100;
    private List<DmnWarning>? warnings;
    private List<TableHit>? hits;
    private DmnPlace current;
    private int placed;

    public IReadOnlyList<DmnWarning> Warnings => warnings ?? (IReadOnlyList<DmnWarning>)[];

    public IReadOnlyList<TableHit> Hits => hits ?? (IReadOnlyList<TableHit>)[];

    /// <summary>This run, or another one when a function made by this run is called from a later evaluation.</summary>
    public DmnRun On(FeelState caller) => ReferenceEquals(caller, state) ? this : new DmnRun(caller);

    public void Warn(string message, DmnPlace place)
    {
        Place();
        Add(new DmnWarning(message, place));
    }

    /// <summary>Null, with a warning.</summary>
    public FeelValue Fail(string message, DmnPlace place)
    {
        Warn(message, place);
        return FeelValue.Null;
    }

    public void Hit(TableHit hit) => (hits ??= []).Add(hit);

    /// <summary>Evaluates FEEL; its warnings get places in the file.</summary>
    public FeelValue Evaluate(FeelExpression expression, FeelValue input, FeelContext variables, DmnPlace place)
    {
        var outer = Begin(place);
        var value = expression.Evaluate(variables, input, state);
        End(outer);
        return value;
    }

    /// <summary>Calls a function with arguments in order.</summary>
    public FeelValue Call(FeelFunction function, FeelValue[] arguments, DmnPlace place)
    {
        var outer = Begin(place);
        var value = Calls.Invoke(function, arguments, -1, state);
        End(outer);
        return value;
    }

    /// <summary>Calls a function with arguments by name.</summary>
    public FeelValue Call(FeelFunction function, FeelValue[] arguments, string[] names, DmnPlace place)
    {
        var outer = Begin(place);
        var value = Calls.Invoke(function, arguments, names, -1, state);
        End(outer);
        return value;
    }

    /// <summary>Goes one call deeper; false, with a warning, where that would be too deep or too often.</summary>
    public bool Enter(DmnPlace place) => (state.Step(-1) && state.Enter(-1)) || Refused(place);

    public void Leave() => state.Leave();

    /// <summary>Counts turns of a loop; false when there were too many.</summary>
    public bool Step(DmnPlace place) => state.Step(-1) || Refused(place);

    /// <summary>What a loop over the value runs over; null, with a warning, when it cannot.</summary>
    public FeelValue[]? Items(FeelValue source, DmnPlace place)
    {
        var outer = Begin(place);
        var items = IteratorCode.Of(source, -1, state);
        End(outer);
        return items;
    }

    /// <summary>The value as it may be given to the host.</summary>
    public FeelValue Result(FeelValue value, DmnPlace place)
    {
        var outer = Begin(place);
        var result = state.Result(value);
        End(outer);
        return result;
    }

    /// <summary>Counts the work of walking through a value; false when there was too much.</summary>
    public bool Walk(FeelValue value, DmnPlace place) => state.Walk(-1, value.Weight) || Refused(place);

    /// <summary>Fits a value to a type; a value that does not fit becomes null with a warning.</summary>
    public FeelValue Fit(FeelType type, FeelValue value, DmnPlace place)
    {
        if (value.IsNull || (type.Kind == FeelTypeKind.Any && type.Condition is null))
            return value;
        if (value.Weight > 1 && !Walk(value, place))
            return FeelValue.Null;
        if (type.TryFit(value, out var fitted))
            return fitted;
        Warn($"значение {Shorten(value)} не подходит под тип {type}", place);
        return FeelValue.Null;
    }

    public static string Shorten(FeelValue value)
    {
        var text = FeelText.Literal(value, 200);
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    /// <summary>False, with the place of what the limits have just refused.</summary>
    private bool Refused(DmnPlace place)
    {
        var outer = current;
        current = place;
        End(outer);
        return false;
    }

    private DmnPlace Begin(DmnPlace place)
    {
        Place();
        var outer = current;
        current = place;
        return outer;
    }

    private void End(DmnPlace outer)
    {
        Place();
        current = outer;
    }

    /// <summary>Takes over new warnings of FEEL with the place of the text under evaluation.</summary>
    private void Place()
    {
        var given = state.Warnings;
        for (; placed < given.Count; placed++)
            Add(new DmnWarning(given[placed].Message, LineOf(current, given[placed].Line, given[placed].Column)));
    }

    private void Add(DmnWarning warning)
    {
        warnings ??= [];
        if (warnings.Count < MaxWarnings)
            warnings.Add(warning);
    }

    /// <summary>The place in the file of a place in a text of it.</summary>
    public static DmnPlace LineOf(DmnPlace text, int line, int column) =>
        line <= 0 ? text : text with { Line = text.Line + line - 1, Column = line == 1 ? text.Column + column - 1 : column };
}

/// <summary>Where an expression is evaluated: the variables in scope and the run.</summary>
internal readonly record struct DmnFrame(FeelContext Variables, DmnRun Run)
{
    public DmnFrame With(string name, FeelValue value) => new(Variables.With(name, value), Run);
}
