using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Rules;

/// <summary>A finding of the reader or the linter, with the decision that it stands in and, where there is one, the rule.</summary>
public sealed record RuleFinding(
    DmnSeverity Severity,
    string Code,
    string Text,
    string? DecisionId,
    string? Decision,
    string? ElementId,
    int Line
)
{
    public (string Word, string Color) Tone =>
        Severity switch
        {
            DmnSeverity.Error => ("ошибка", "red"),
            DmnSeverity.Warning => ("предупреждение", "orange"),
            DmnSeverity.Information => ("сведения", "grey"),
        };

    /// <summary>Everything about a file: what does not read, what does not compile, what looks like a mistake; the gravest first.</summary>
    public static IReadOnlyList<RuleFinding> Of(DmnReadResult read)
    {
        IReadOnlyList<DmnDiagnostic> found = [.. read.Diagnostics, .. read.Model is { } model ? DmnLint.Check(model) : []];
        IReadOnlyList<DmnElement> places = read.Model is null
            ? []
            : [.. read.Model.Definitions.Decisions, .. read.Model.Definitions.KnowledgeModels];
        return
        [
            .. found
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Place.Line)
                .Select(finding => Of(finding, places)),
        ];
    }

    private static RuleFinding Of(DmnDiagnostic found, IReadOnlyList<DmnElement> places)
    {
        var around = places.Where(element => element.Place.Line <= found.Place.Line).MaxBy(element => element.Place.Line);
        return new RuleFinding(
            found.Severity,
            found.Code,
            Words.IsEnglish ? found.English : found.Message,
            around?.Id,
            around?.Name,
            found.Place.Id,
            found.Place.Line
        );
    }
}
