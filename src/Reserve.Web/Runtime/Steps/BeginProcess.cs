using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// A person begins a process that the drawing lets this role begin. <paramref name="About"/> is in the person's own words.
/// </summary>
[Allow(AnySignedIn = true)]
[Says("Начать процесс")]
internal sealed record BeginProcess(string Key, string Territory, string? About = null)
    : IRequest<Result<RunId, BeginRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal enum BeginRefusal
{
    [Says("Этот процесс не начинают люди с вашей ролью.")]
    NotYours,

    [Says("Процесс не развёрнут.")]
    UnknownProcess,
}

internal sealed class BeginProcessValidator : AbstractValidator<BeginProcess>
{
    public BeginProcessValidator()
    {
        RuleFor(command => command.Key).NotEmpty().WithMessage("Выберите процесс.");
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Выберите территорию.");
        RuleFor(command => command.About).MaximumLength(200).WithMessage("Не длиннее 200 знаков.");
    }
}

internal sealed class BeginProcessHandler(ProcessQueries queries, ProcessRuntime runtime, Caller caller)
    : IRequestHandler<BeginProcess, Result<RunId, BeginRefusal>>
{
    public async Task<Result<RunId, BeginRefusal>> Handle(BeginProcess command, CancellationToken cancellationToken)
    {
        var offered = await queries.BegunBy(caller, command.Territory, cancellationToken);
        if (offered.All(process => process.Key != command.Key))
            return BeginRefusal.NotYours;
        var stamp = caller.Stamp();
        var about = string.IsNullOrWhiteSpace(command.About) ? null : command.About.Trim();
        var started = await runtime.Start(
            command.Key,
            new StartFacts(command.Territory, null, about),
            PersonStart.Variables(command.Territory, caller, stamp),
            stamp,
            cancellationToken
        );
        return started.IsOk ? started.Value : BeginRefusal.UnknownProcess;
    }
}
