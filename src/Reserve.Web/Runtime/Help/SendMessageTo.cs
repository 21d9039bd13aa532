using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Help;

/// <summary>A message that a run waits for, given to it by hand.</summary>
/// <param name="Wait">The wait, as the run's page lists it.</param>
/// <param name="Variables">What the message carries.</param>
[Allow(Roles.Administrator)]
[Says("Послать делу сообщение")]
internal sealed record SendMessageTo(RunId Run, int Wait, string Reason, JsonElement? Variables = null)
    : IRequest<Result<Done, HelpRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class SendMessageToValidator : AbstractValidator<SendMessageTo>
{
    public SendMessageToValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class SendMessageToHandler(RunHelp help) : IRequestHandler<SendMessageTo, Result<Done, HelpRefusal>>
{
    public Task<Result<Done, HelpRefusal>> Handle(SendMessageTo command, CancellationToken cancellationToken) =>
        help.Give(
            command.Run,
            new RunEvent.MessageArrived(
                command.Wait,
                command.Variables is { } variables ? FeelJson.Read(variables).AsContext() ?? FeelContext.Empty : FeelContext.Empty
            ),
            new RunMark(RunMark.Message, command.Reason.Trim()),
            cancellationToken
        );
}
