using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Runtime.Steps;

/// <summary>An administrator starts a process by hand. Features start theirs through <see cref="ProcessRuntime"/>.</summary>
[Allow(Roles.Administrator)]
[Says("Запустить процесс")]
internal sealed record StartProcess(
    string Key,
    string Territory,
    JsonElement? Variables = null,
    string? BusinessKey = null,
    Subject? Subject = null
) : IRequest<Result<RunId, StartRefusal>>, IPlaced
{
    Area IPlaced.Area =>
        Area.Each(Area.In(Territory), Subject is null ? Area.Nowhere : Area.Asked("StartProcessValidator: a subject that the caller sees"));
}

internal sealed class StartProcessValidator : AbstractValidator<StartProcess>
{
    public StartProcessValidator(SubjectNames subjects, Caller caller)
    {
        RuleFor(command => command.Key).NotEmpty().WithMessage("Укажите процесс.");
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Укажите территорию.");
        RuleFor(command => command.Variables)
            .Must(variables => variables is null || variables.Value.ValueKind == JsonValueKind.Object)
            .WithMessage("Переменные должны быть объектом JSON.");
        // The features start processes about what they have just made.
        RuleFor(command => command.Subject)
            .MustAsync(
                async (subject, cancellationToken) =>
                    subject is null || caller.IsSystem || (await subjects.Of([subject], cancellationToken)).Count > 0
            )
            .WithMessage("Такой записи нет, или она не вашей территории.");
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
