using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Help;

/// <summary>An event that a run listens to is made to happen by hand: a timer, message, condition, error.</summary>
/// <param name="Instance">What listens, as the run's page lists it.</param>
/// <param name="Element">The event.</param>
[Allow(Roles.Administrator)]
[Says("Вызвать событие вручную")]
internal sealed record StartListening(RunId Run, int Instance, string Element, string Reason) : IRequest<Result<Done, HelpRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class StartListeningValidator : AbstractValidator<StartListening>
{
    public StartListeningValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class StartListeningHandler(RunHelp help) : IRequestHandler<StartListening, Result<Done, HelpRefusal>>
{
    public Task<Result<Done, HelpRefusal>> Handle(StartListening command, CancellationToken cancellationToken) =>
        help.Give(
            command.Run,
            new RunEvent.Listen(command.Instance, command.Element, FeelContext.Empty),
            new RunMark(RunMark.Listen, command.Reason.Trim(), command.Element),
            cancellationToken
        );
}
