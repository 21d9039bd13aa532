using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime;

/// <summary>An administrator starts a process by hand. Features start theirs through <see cref="ProcessRuntime"/>.</summary>
[Allow(Roles.Administrator)]
internal sealed record StartProcess(
    string Key,
    string Territory,
    JsonElement? Variables = null,
    string? BusinessKey = null,
    Subject? Subject = null
) : IRequest<Result<RunId, StartRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

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
