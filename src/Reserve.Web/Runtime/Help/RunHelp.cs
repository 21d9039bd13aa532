using FluentValidation;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Help;

/// <summary>Gives a run what an operator does to it: one step, one mark with the reason, in the running transaction.</summary>
internal sealed class RunHelp(RunStepper stepper, ProcessCatalog catalog, Caller caller)
{
    /// <param name="before">What is written before the step, such as a job that is not needed any more.</param>
    /// <param name="evenSuspended">Whether a suspended run takes it.</param>
    public async Task<Result<Done, HelpRefusal>> Give(
        RunId id,
        RunEvent happened,
        RunMark mark,
        CancellationToken cancellationToken,
        Action<RunWriter>? before = null,
        bool evenSuspended = false
    )
    {
        if (await stepper.Session.Lock(id, cancellationToken) is not { } run)
            return new HelpRefusal.NotFound();
        if (happened is RunEvent.Modify modify && await Reasons(run, modify.Changes, cancellationToken) is { Count: > 0 } reasons)
            return new HelpRefusal.Impossible(reasons);
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(run.Territory);
        before?.Invoke(writer);
        if (await stepper.Step(run, [happened], mark.Kind, stamp, writer, cancellationToken, evenSuspended) is { } refusal)
            return HelpRefusal.Of(refusal);
        writer.In(run.Territory).Mark(run, run.Version + 1, mark, stamp);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }

    private async Task<List<string>> Reasons(LockedRun run, IReadOnlyList<RunChange> changes, CancellationToken cancellationToken)
    {
        if (run.Status != RunStatus.Running)
            return [];
        var deployed = await catalog.Get(run.Definition, stepper.Session, cancellationToken);
        return
        [
            .. RunModification
                .Check(ProcessRun.Deserialize(deployed.Definition, run.State), changes)
                .Select(finding => ChangeWords.Of(finding.Problem, deployed.Definition.LabelOf(finding.ElementId)))
                .Distinct(),
        ];
    }

    /// <summary>The rule that every reason obeys.</summary>
    public static void Reason<T>(AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, string>> reason) =>
        validator
            .RuleFor(reason)
            .Must(text => !string.IsNullOrWhiteSpace(text))
            .WithMessage("Напишите, почему.")
            .MaximumLength(2000)
            .WithMessage("Текст длиннее 2000 знаков.");
}

/// <summary>Why a change cannot be made, for people.</summary>
internal static class ChangeWords
{
    public static string Of(ChangeProblem problem, string name) =>
        problem switch
        {
            ChangeProblem.NotRunning => "Экземпляр процесса уже завершён.",
            ChangeProblem.NoSuchToken => $"На шаге «{name}» этого хода уже нет: дело ушло дальше.",
            ChangeProblem.NoSuchElement => $"Шага «{name}» на рисунке нет.",
            ChangeProblem.CannotStartThere => $"С «{name}» начать нельзя: выберите шаг или шлюз.",
            ChangeProblem.ScopeNotOpen => $"«{name}» лежит в подпроцессе, который сейчас не открыт: начните с самого подпроцесса.",
            ChangeProblem.AmbiguousScope => $"Подпроцесс вокруг «{name}» открыт несколько раз: переставьте ход, который уже в нём.",
            ChangeProblem.ScopeCancelled => $"Подпроцесс вокруг «{name}» тем же действием отменяется.",
            ChangeProblem.NothingLeft => "После этого в деле не останется ни одного хода: отмените весь экземпляр.",
        };
}
