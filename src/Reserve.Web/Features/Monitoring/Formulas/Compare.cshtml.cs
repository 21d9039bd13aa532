using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Two versions of a formula, or a version and the draft (<c>to</c> not given), word by word.</summary>
[Authorize(MonitoringRegistration.FormulasPolicy)]
public sealed class CompareModel(FormulaReader reader, Words words) : PageModel
{
    /// <summary>Something beside the text that differs.</summary>
    public sealed record Fact(string What, string Was, string Now);

    /// <summary>A name that one of the texts reads; the change is told by which of them does.</summary>
    public sealed record ReadName(FormulaName Name, PieceKind Change);

    public FormulaFile Formula { get; private set; } = null!;

    public string FromName { get; private set; } = "";

    public string ToName { get; private set; } = "";

    public IReadOnlyList<DifferencePiece> Pieces { get; private set; } = [];

    public IReadOnlyList<Fact> Facts { get; private set; } = [];

    public IReadOnlyList<ReadName> Names { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string kind, string of, string code, int from, int? to, CancellationToken cancellationToken)
    {
        if (FormulaTarget.Parse($"{kind}/{of}/{code}") is not { } target || await reader.File(target, cancellationToken) is not { } formula)
            return NotFound();
        Formula = formula;
        var former = formula.Versions.FirstOrDefault(version => version.Version == from);
        var newer = formula.Versions.FirstOrDefault(version => version.Version == to);
        if (former is null || (newer?.Content ?? (to is null ? formula.Draft?.Content : null)) is not { } now)
            return NotFound();
        FromName = words["версия {0}", former.Version].Value;
        ToName = newer is null ? words["черновик"].Value : words["версия {0}", newer.Version].Value;
        var was = former.Content;
        var known = formula.NamesInScope.Concat(former.Reads).Concat(newer?.Reads ?? []).Distinct().ToList();
        Pieces = FormulaDifference.Between(was.Text, now.Text, known);
        Facts =
        [
            .. new[]
            {
                new Fact("Единица", was.Unit ?? "—", now.Unit ?? "—"),
                new Fact("Направление", words[FormulaWords.NameOf(was.Direction)].Value, words[FormulaWords.NameOf(now.Direction)].Value),
                new Fact("Действует с года", $"{was.ValidFrom}", $"{now.ValidFrom}"),
                new Fact("Пояснение", was.Comment ?? "—", now.Comment ?? "—"),
            }.Where(fact => fact.Was != fact.Now),
        ];
        Names =
        [
            .. Pieces
                .Where(piece => piece.Token.Kind == FormulaTokenKind.Name)
                .GroupBy(piece => piece.Token.Text)
                .Select(uses => new ReadName(
                    formula.Names.FirstOrDefault(name => name.Name == uses.Key)
                        ?? new(uses.Key, FormulaNameKind.Figure, "нет в перечне исходных данных", null, null),
                    uses.All(piece => piece.Kind == PieceKind.Added) ? PieceKind.Added
                        : uses.All(piece => piece.Kind == PieceKind.Removed) ? PieceKind.Removed
                        : PieceKind.Same
                )),
        ];
        return Page();
    }
}
