using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime;

/// <summary>An administrator starts a process by hand. Features start theirs through <see cref="ProcessRuntime"/>.</summary>
[Allow(Roles.Administrator)]
public sealed record StartProcess(
    string Key,
    string Territory,
    JsonElement? Variables = null,
    string? BusinessKey = null,
    Subject? Subject = null
) : IRequest<Result<RunId, StartRefusal>>;

internal sealed class StartProcessValidator : AbstractValidator<StartProcess>
{
    public StartProcessValidator()
    {
        RuleFor(command => command.Key).NotEmpty().WithMessage("Укажите процесс.");
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Укажите территорию.");
        RuleFor(command => command.Variables)
            .Must(variables => variables is null || variables.Value.ValueKind == JsonValueKind.Object)
            .WithMessage("Переменные должны быть объектом JSON.");
    }
}

internal sealed class StartProcessHandler(ProcessRuntime runtime, Caller caller)
    : IRequestHandler<StartProcess, Result<RunId, StartRefusal>>
{
    public Task<Result<RunId, StartRefusal>> Handle(StartProcess command, CancellationToken cancellationToken) =>
        runtime.Start(
            command.Key,
            new StartFacts(command.Territory, command.Subject, command.BusinessKey),
            command.Variables is { } variables ? FeelJson.Read(variables).AsContext() ?? FeelContext.Empty : FeelContext.Empty,
            caller.Stamp(),
            cancellationToken
        );
}

public enum CorrelateRefusal
{
    [Says("Этого сообщения никто не ждёт.")]
    NobodyWaits,
}

/// <summary>A message for the run that waits for it by name and key, or for the process that it starts.</summary>
[Allow(Roles.Administrator)]
public sealed record CorrelateMessage(
    string Name,
    string? Correlation,
    JsonElement? Variables = null,
    string Territory = Data.Territory.Federation
) : IRequest<Result<Correlated, CorrelateRefusal>>;

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
            cancellationToken
        );
        return outcome is { Continued.Count: 0, Started: null } ? CorrelateRefusal.NobodyWaits : outcome;
    }
}

/// <summary>Ends a run from outside.</summary>
[Allow(Roles.Administrator)]
public sealed record CancelRun(RunId Run) : IRequest<Result<Done, RunRefusal>>;

internal sealed class CancelRunHandler(ProcessRuntime runtime, Caller caller) : IRequestHandler<CancelRun, Result<Done, RunRefusal>>
{
    public Task<Result<Done, RunRefusal>> Handle(CancelRun command, CancellationToken cancellationToken) =>
        runtime.Cancel(command.Run, caller.Stamp(), cancellationToken);
}
