using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime;

/// <summary>What became of a decision: a closed set.</summary>
internal abstract record DecisionResult
{
    private DecisionResult()
    {
    }

    public sealed record Made(FeelValue Value, DecisionOutcome Record) : DecisionResult;

    public sealed record Failed(string Message) : DecisionResult;
}

/// <summary>Evaluates the decisions of a process by the rules of its version.</summary>
internal sealed class DecisionRunner
{
    public DecisionResult Evaluate(Deployed process, RunEffect.EvaluateDecision asked, DateTimeOffset now) =>
        new DecisionResult.Failed($"Решение «{asked.DecisionRef}» не найдено в правилах процесса {process.Key} на {now:O}.");
}
