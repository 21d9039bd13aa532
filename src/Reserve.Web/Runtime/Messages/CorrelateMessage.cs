using System.Text.Json;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Messages;

internal enum CorrelateRefusal
{
    [Says("Этого сообщения никто не ждёт.")]
    NobodyWaits,
}

/// <summary>A message for the run that waits for it by name and key, or for the process that it starts.</summary>
[Allow(Roles.Administrator)]
[Says("Послать сообщение процессу")]
internal sealed record CorrelateMessage(
    string Name,
    string? Correlation,
    JsonElement? Variables = null,
    string Territory = Data.Territory.Federation
) : IRequest<Result<Correlated, CorrelateRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class CorrelateMessageHandler(ProcessRuntime runtime, Caller caller)
    : IRequestHandler<CorrelateMessage, Result<Correlated, CorrelateRefusal>>
{
    public async Task<Result<Correlated, CorrelateRefusal>> Handle(CorrelateMessage command, CancellationToken cancellationToken)
    {
        var outcome = await runtime.Correlate(
            command.Name,
            command.Correlation,
            command.Variables is { } variables ? FeelJson.Read(variables).AsContext() ?? FeelContext.Empty : FeelContext.Empty,
            new StartFacts(command.Territory, BusinessKey: command.Correlation),
            caller.Stamp(),
            cancellationToken,
            caller.IsSystem ? null : caller.Territory
        );
        return outcome is { Continued.Count: 0, Started: null } ? CorrelateRefusal.NobodyWaits : outcome;
    }
}
