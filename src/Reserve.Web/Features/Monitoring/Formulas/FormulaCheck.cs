using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Something about a formula's text, with its place as an editor underlines it (from 1, in UTF-16 characters).</summary>
/// <param name="IsError">Whether it forbids publishing.</param>
public sealed record FormulaProblem(bool IsError, int Line, int Column, int Length, string Text)
{
    public override string ToString() => $"строка {Line}, столбец {Column}: {Text}";
}

/// <summary>What can be told of a formula without data.</summary>
/// <param name="Expression">Null when the text cannot be read.</param>
/// <param name="Unit">The unit of the result as the units of its names give it; null when it cannot be told.</param>
public sealed record FormulaCheck(FeelExpression? Expression, IReadOnlyList<FormulaProblem> Problems, FeelType Type, FeelUnit? Unit)
{
    public bool IsSound => Expression is not null && !Problems.Any(problem => problem.IsError);

    /// <param name="text">The formula.</param>
    /// <param name="unit">The unit that its result is said to have.</param>
    /// <param name="names">The names in scope.</param>
    public static FormulaCheck Of(string text, string? unit, IReadOnlyList<FormulaName> names)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new(null, [new(true, 1, 1, 0, "формула пуста")], FeelType.Any, null);
        var known = names.Select(name => name.Name).ToList();
        var parsed = FeelExpression.Parse(text, known);
        if (parsed.Expression is not { } expression)
            return new(null, [.. parsed.Diagnostics.Select(found => Problem(true, found))], FeelType.Any, null);
        var units = names.Where(name => name.Unit is not null).ToDictionary(name => name.Name, name => FeelUnit.Parse(name.Unit!));
        var report = expression.CheckUnits(units);
        var type = expression.InferType(known.ToDictionary(name => name, _ => FeelType.Number));
        var problems = FeelCheck
            .Check(expression, known)
            .Select(found => Problem(true, found))
            .Concat(report.Problems.Select(found => Problem(true, found)))
            .ToList();
        if (type.Kind is not (FeelTypeKind.Any or FeelTypeKind.Number))
            problems.Add(Whole(true, text, $"результат имеет тип {type}, а показатель – число"));
        if (!expression.FreeVariables.Any(known.Contains))
            problems.Add(Whole(false, text, "формула не читает ни одного имени: у всех территорий будет одно значение"));
        if (report.Unit is { } given && !Agrees(given, FeelUnit.Parse(unit ?? "")))
            problems.Add(
                Whole(
                    false,
                    text,
                    $"по единицам исходных данных результат – {given}, а указано: "
                        + $"{(string.IsNullOrWhiteSpace(unit) ? "без единицы" : unit)}"
                )
            );
        return new(expression, [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)], type, report.Unit);
    }

    // A number without a unit (a share) may be called anything; a number per thousand is called by what is counted.
    private static bool Agrees(FeelUnit given, FeelUnit said) =>
        given.Equals(FeelUnit.None) || given.Equals(said) || given.ToString().StartsWith($"{said}/", StringComparison.Ordinal);

    private static FormulaProblem Problem(bool isError, FeelDiagnostic found) =>
        new(isError, found.Line, found.Column, found.Length, found.Message);

    private static FormulaProblem Whole(bool isError, string text, string problem) =>
        new(isError, 1, 1, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length, problem);
}
