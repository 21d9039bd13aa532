using Reserve.Web.Commands;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Why a formula was not saved, published or discarded: a closed set.</summary>
internal abstract record FormulaRefusal : IRefusal
{
    private FormulaRefusal() { }

    public abstract string Text { get; }

    /// <summary>No such indicator, or no such region.</summary>
    public sealed record NoTarget : FormulaRefusal
    {
        public override string Text => "Такого показателя нет.";
    }

    public sealed record NoDraft : FormulaRefusal
    {
        public override string Text => "Черновика нет.";
    }

    public sealed record NoVersion : FormulaRefusal
    {
        public override string Text => "Такой версии нет.";
    }

    /// <summary>Somebody saved another draft meanwhile.</summary>
    [Says("Черновик уже изменил другой.")]
    public sealed record ChangedMeanwhile(string By, DateTimeOffset At) : FormulaRefusal
    {
        public override string Text => $"Черновик уже изменил(а) {By}: решите, чей останется.";
    }

    /// <summary>Nothing differs from the version that holds.</summary>
    [Says("От опубликованной версии ничто не отличается.")]
    public sealed record Unchanged(int Version) : FormulaRefusal
    {
        public override string Text => $"От версии {Version} ничто не отличается: публиковать нечего.";
    }

    /// <summary>The text has errors; every one of them, with its place.</summary>
    [Says("В формуле ошибки.")]
    public sealed record Unsound(IReadOnlyList<FormulaProblem> Problems) : FormulaRefusal
    {
        public override string Text => $"В формуле ошибки: {string.Join("; ", Problems.Where(problem => problem.IsError))}.";
    }

    /// <summary>The formula would read itself through others.</summary>
    [Says("Формулы замыкаются в круг.")]
    public sealed record Circle(IReadOnlyList<string> Names) : FormulaRefusal
    {
        public override string Text => $"Формулы замыкаются в круг: {string.Join(" → ", Names)}.";
    }
}
