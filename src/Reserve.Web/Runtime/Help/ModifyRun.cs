using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Help;

/// <summary>Moves, adds and cancels tokens of a run, all together or not at all; a suspended run too.</summary>
/// <param name="Words">The changes as the mark says them.</param>
[Allow(Roles.Administrator)]
[Says("Переставить дело на рисунке")]
internal sealed record ModifyRun(RunId Run, IReadOnlyList<RunChange> Changes, string Reason, string? Words = null)
    : IRequest<Result<Done, HelpRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class ModifyRunValidator : AbstractValidator<ModifyRun>
{
    public ModifyRunValidator()
    {
        RuleFor(command => command.Changes).NotEmpty().WithMessage("Выберите, что переставить.");
        RunHelp.Reason(this, command => command.Reason);
    }
}

internal sealed class ModifyRunHandler(RunHelp help) : IRequestHandler<ModifyRun, Result<Done, HelpRefusal>>
{
    public Task<Result<Done, HelpRefusal>> Handle(ModifyRun command, CancellationToken cancellationToken) =>
        help.Give(
            command.Run,
            new RunEvent.Modify(command.Changes),
            new RunMark(
                RunMark.Modify,
                command.Reason.Trim(),
                Element(command.Changes[0]),
                command.Words is null ? null : RunMark.Change(null, command.Words)
            ),
            cancellationToken,
            evenSuspended: true
        );

    private static string Element(RunChange change) =>
        change switch
        {
            RunChange.StartBefore start => start.ElementId,
            RunChange.StartAfter start => start.ElementId,
            RunChange.Cancel cancel => cancel.Token.ElementId,
            RunChange.Move move => move.ElementId,
            _ => throw new InvalidOperationException($"There is no change {change.GetType().Name}."),
        };
}
