using System.Text.Json;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Rules;

/// <summary>One evaluation of a rule on an example: the value with its explanation, or why there is none.</summary>
public sealed record RuleAttempt(string? Value, DecisionExplanation? Explanation, IReadOnlyList<string> Problems)
{
    private const int MaximumInputs = 200_000;

    public static RuleAttempt Of(string xml, string decision, string inputs, FeelOptions options)
    {
        if (inputs.Length > MaximumInputs)
            return Refused("Данные примера больше 200 КБ.");
        if (DmnReader.Read(xml).Model is not { } model)
            return Refused("Файл не читается как DMN.");
        FeelContext? given;
        try
        {
            using var json = JsonDocument.Parse(string.IsNullOrWhiteSpace(inputs) ? "{}" : inputs);
            given = model.ReadInputs(json.RootElement);
        }
        catch (JsonException)
        {
            return Refused("Данные не читаются как JSON.");
        }
        if (given is null)
            return Refused("Данные должны быть объектом JSON: имя входа и его значение.");
        var result = model.Evaluate(decision, given, options);
        IReadOnlyList<string> warnings = [.. result.Warnings.Select(warning => warning.ToString())];
        return !result.IsKnown || DecisionRunner.Fault(result) is not null
            ? new RuleAttempt(null, result.Explanation, warnings)
            : new RuleAttempt(result.Value.ToString(), result.Explanation, warnings);
    }

    private static RuleAttempt Refused(string problem) => new(null, null, [problem]);
}
