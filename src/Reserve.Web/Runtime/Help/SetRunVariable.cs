using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Help;

/// <summary>Changes one variable of a run. The value is FEEL: <c>"текст"</c>, <c>12</c>, <c>date("2026-03-17")</c>.</summary>
[Allow(Roles.Administrator)]
[Says("Изменить переменную дела")]
internal sealed record SetRunVariable(RunId Run, string Name, string Value, string Reason) : IRequest<Result<Done, HelpRefusal>>, IPlaced
{
    public const string NoValue = """Это не значение. Текст пишут в кавычках: "да"; число: 12,5 как 12.5; дату: date("2026-03-17").""";

    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));

    /// <summary>The value that the text means; null when it is no value.</summary>
    public static FeelValue? Read(string? text) =>
        FeelExpression.Parse(text?.Trim() ?? "").Expression is { FreeVariables.Count: 0 } parsed
        && parsed.Evaluate(FeelContext.Empty, new FeelOptions(DateTimeOffset.UnixEpoch)) is { Warnings.Count: 0 } result
            ? result.Value
            : null;
}

internal sealed class SetRunVariableValidator : AbstractValidator<SetRunVariable>
{
    public SetRunVariableValidator()
    {
        RuleFor(command => command.Name)
            .NotEmpty()
            .WithMessage("Назовите переменную.")
            .MaximumLength(200)
            .WithMessage("Не длиннее 200 знаков.");
        RuleFor(command => command.Value).Must(text => SetRunVariable.Read(text) is not null).WithMessage(SetRunVariable.NoValue);
        RunHelp.Reason(this, command => command.Reason);
    }
}

internal sealed class SetRunVariableHandler(RunHelp help) : IRequestHandler<SetRunVariable, Result<Done, HelpRefusal>>
{
    public Task<Result<Done, HelpRefusal>> Handle(SetRunVariable command, CancellationToken cancellationToken)
    {
        var value = SetRunVariable.Read(command.Value)!.Value;
        return help.Give(
            command.Run,
            new RunEvent.SetVariables(FeelContext.Of((command.Name.Trim(), value))),
            // The values themselves stand in the step's inputs, which can be erased.
            new RunMark(RunMark.SetVariables, command.Reason.Trim(), null, JsonSerializer.Serialize(new { name = command.Name.Trim() })),
            cancellationToken,
            evenSuspended: true
        );
    }
}
