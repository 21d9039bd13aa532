using Reserve.Web.Features.Processes;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Rules;

/// <summary>A difference told in sentences.</summary>
internal static class DifferenceWords
{
    public static IEnumerable<string> Sentences(RuleDifference difference, Words words) =>
        difference.Parts.SelectMany(part =>
            part.Kind switch
            {
                DifferenceKind.Added => [words["Добавлено: {0} «{1}».", words[part.Word].Value, part.Name].Value],
                DifferenceKind.Removed => [words["Удалено: {0} «{1}».", words[part.Word].Value, part.Name].Value],
                DifferenceKind.Changed => part
                    .Facts.Select(fact => Fact(part, fact, words))
                    .Concat(part.Rows.SelectMany(row => Row(part, row, words))),
            }
        );

    private static string Fact(PartDifference part, ChangedFact fact, Words words) =>
        (fact.Was, fact.Now) switch
        {
            (null, _) => words["«{0}»: {1}: стало {2}.", part.Name, words[fact.What].Value, Short(fact.Now)].Value,
            (_, null) => words["«{0}»: {1}: убрано {2}.", part.Name, words[fact.What].Value, Short(fact.Was)].Value,
            _ => words["«{0}»: {1}: было {2}, стало {3}.", part.Name, words[fact.What].Value, Short(fact.Was), Short(fact.Now)].Value,
        };

    private static IEnumerable<string> Row(PartDifference part, RowDifference row, Words words) =>
        row switch
        {
            { Kind: DifferenceKind.Added } =>
            [
                words["«{0}»: добавлено правило {1}: {2}.", part.Name, row.NowNumber!, Cells(row, cell => cell.Now)].Value,
            ],
            { Kind: DifferenceKind.Removed } =>
            [
                words["«{0}»: удалено правило {1}: {2}.", part.Name, row.WasNumber!, Cells(row, cell => cell.Was)].Value,
            ],
            { NowNumber: { } number } => row.Cells.Select(cell =>
                words[
                    "«{0}», правило {1}, «{2}»: было {3}, стало {4}.",
                    part.Name,
                    number,
                    cell.What,
                    Short(cell.Was),
                    Short(cell.Now)
                ].Value
            ),
            _ => [words["«{0}»: правила переставлены.", part.Name].Value],
        };

    private static string Cells(RowDifference row, Func<ChangedFact, string?> text) =>
        string.Join("; ", row.Cells.Select(cell => $"{cell.What}: {text(cell)}"));

    private static string Short(string? text) =>
        text is null or "" ? "—"
        : text.ReplaceLineEndings(" ") is { Length: > 160 } one ? one[..160] + "…"
        : text.ReplaceLineEndings(" ");
}
