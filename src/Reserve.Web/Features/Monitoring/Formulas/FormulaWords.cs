using Reserve.Documents.Papers;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>How formulas and their results are put into words, in Russian.</summary>
internal static class FormulaWords
{
    public const int Decimals = 4;

    /// <summary>As tables show it: rounded; a dash where it is missing.</summary>
    public static string Number(decimal? number) =>
        number is { } given ? RussianText.Number(Math.Round(given, Decimals, MidpointRounding.AwayFromZero)) : "—";

    /// <summary>What is computed, in the reader's language; a measure with its region.</summary>
    public static string Heading(FormulaSubject subject, Words words) =>
        subject.Target.IsIndicator ? subject.Title : $"{words[subject.Title].Value}: {subject.Place}";

    public static string NameOf(FormulaDirection direction) =>
        direction == FormulaDirection.Direct ? "прямой: больше – лучше" : "обратный: меньше – лучше";

    /// <summary>Why a value is missing; empty when it is not.</summary>
    public static string Why(FormulaValue value) =>
        value switch
        {
            { Value: not null } => "",
            { Missing.Count: > 0 } => "нет значения: " + string.Join(", ", value.Missing.Select(name => $"«{name}»")),
            { Warnings.Count: > 0 } => string.Join(
                "; ",
                value
                    .Warnings.Take(3)
                    .Select(warning =>
                        warning.Line == 0 ? warning.Message : $"строка {warning.Line}, столбец {warning.Column}: {warning.Message}"
                    )
            ),
            _ => "формула дала пустое значение",
        };
}
