using System.Runtime.CompilerServices;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Activities;

/// <summary>What became of a decision: a closed set.</summary>
internal abstract record DecisionOutcome
{
    private DecisionOutcome() { }

    /// <summary>The three texts of the record are JSON.</summary>
    public sealed record Made(FeelValue Value, string Decision, string Inputs, string Output, string Explanation) : DecisionOutcome;

    public sealed record Failed(string Message) : DecisionOutcome;
}

/// <summary>Evaluates the decisions of a process by the rules of its own version.</summary>
internal sealed class DecisionRunner
{
    /// <summary>The binding's input that names the file, when several files have a decision of the same name.</summary>
    public const string ModelInput = "model";

    private readonly ConditionalWeakTable<Deployed, IReadOnlyDictionary<string, DmnReadResult>> rules = [];

    public DecisionOutcome Evaluate(Deployed process, RunEffect.EvaluateDecision asked, FeelOptions options)
    {
        foreach (var (path, read) in rules.GetValue(process, static version => ProcessCompiler.Rules(version.Files)))
        {
            if (read.Model is not { } model || (asked.Model is not null && path != asked.Model))
                continue;
            var result = model.Evaluate(asked.DecisionRef, asked.Inputs, options);
            if (!result.IsKnown)
                continue;
            if (Fault(result) is { } fault)
                return new DecisionOutcome.Failed($"{path}, {asked.DecisionRef}: {fault}");
            return new DecisionOutcome.Made(
                result.Value,
                $"{path}#{asked.DecisionRef}",
                FeelJson.ToText(FeelValue.Context(asked.Inputs)),
                FeelJson.ToText(result.Value),
                JsonSerializer.Serialize(result.Explanation, ActivityJson.Options)
            );
        }
        return new DecisionOutcome.Failed($"В правилах процесса {process.Key} версии {process.Version} нет решения «{asked.DecisionRef}».");
    }

    /// <summary>
    /// Why a decision failed: one over faulty data gives null with reasons, and better an incident than a case that goes on by a null.
    /// </summary>
    public static string? Fault(DecisionResult result) =>
        result.Value.IsNull && result.Warnings.Count > 0 ? string.Join("; ", result.Warnings) : null;
}
