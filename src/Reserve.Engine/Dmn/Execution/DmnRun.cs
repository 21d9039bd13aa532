using System.Runtime.CompilerServices;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>What one evaluation of a model gathers: warnings, fired rules, how deep it is.</summary>
internal sealed class DmnRun(FeelOptions options)
{
    private const int MaxWarnings = 100;

    /// <summary>How deep functions and decisions may call each other.</summary>
    private const int MaxDepth = 256;
    private List<DmnWarning>? warnings;
    private List<TableHit>? hits;
    private int depth;
    private int calls;

    public FeelOptions Options { get; } = options;

    public IReadOnlyList<DmnWarning> Warnings => warnings ?? (IReadOnlyList<DmnWarning>)[];

    public IReadOnlyList<TableHit> Hits => hits ?? (IReadOnlyList<TableHit>)[];

    public void Warn(string message, DmnPlace place)
    {
        warnings ??= [];
        if (warnings.Count < MaxWarnings)
            warnings.Add(new DmnWarning(message, place));
    }

    public void Hit(TableHit hit) => (hits ??= []).Add(hit);

    /// <summary>Goes one call deeper; false, with a warning, where that would be too deep or too often.</summary>
    public bool Enter(DmnPlace place)
    {
        if (depth >= Math.Min(MaxDepth, Options.Limits.Depth) || ++calls > Options.Limits.Steps || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Warn("вычисление остановлено: слишком много вложенных вызовов", place);
            return false;
        }

        depth++;
        return true;
    }

    public void Leave() => depth--;

    /// <summary>Fits a value to a type; a value that does not fit becomes null with a warning.</summary>
    public FeelValue Fit(FeelType type, FeelValue value, DmnPlace place)
    {
        if (value.IsNull || (type.Kind == FeelTypeKind.Any && type.Condition is null))
            return value;
        if (type.TryFit(value, out var fitted))
            return fitted;
        Warn($"значение {Shorten(value)} не подходит под тип {type}", place);
        return FeelValue.Null;
    }

    public static string Shorten(FeelValue value)
    {
        var text = value.ToString();
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}

/// <summary>Where an expression is evaluated: the variables in scope and the run.</summary>
internal readonly record struct DmnFrame(FeelContext Variables, DmnRun Run)
{
    public DmnFrame With(string name, FeelValue value) => new(Variables.With(name, value), Run);
}
