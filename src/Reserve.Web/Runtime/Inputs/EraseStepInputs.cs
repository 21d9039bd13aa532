using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Inputs;

internal enum ErasureRefusal
{
    [Says("Экземпляр процесса не найден.")]
    NotFound,

    [Says("Экземпляр ещё идёт: то, что получили его шаги, стереть нельзя.")]
    StillRuns,
}

/// <summary>
/// Erases what the steps of an ended run were given; who, when and why stays written. The run cannot be played again afterwards.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Стереть данные шагов")]
internal sealed record EraseStepInputs(RunId Run, string Reason) : IRequest<Result<Done, ErasureRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class EraseStepInputsValidator : AbstractValidator<EraseStepInputs>
{
    public EraseStepInputsValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему данные стираются.")
            .MaximumLength(2000)
            .WithMessage("Текст длиннее 2000 знаков.");
}

internal sealed class EraseStepInputsHandler(ReserveDb db, Caller caller) : IRequestHandler<EraseStepInputs, Result<Done, ErasureRefusal>>
{
    public async Task<Result<Done, ErasureRefusal>> Handle(EraseStepInputs command, CancellationToken cancellationToken)
    {
        var status = await db
            .Database.SqlQuery<string>($"""select status as "Value" from process_run where id = {command.Run.Value}""")
            .SingleOrDefaultAsync(cancellationToken);
        if (status is null)
            return ErasureRefusal.NotFound;
        if (status == "running")
            return ErasureRefusal.StillRuns;
        var stamp = caller.Stamp();
        await db.Database.ExecuteSqlAsync(
            $"""
            select reserve_erase_step_inputs(
                {Guid.CreateVersion7(stamp.At)}, {command.Run.Value}, {stamp.Name}, {command.Reason}, {stamp.At.ToUniversalTime()})
            """,
            cancellationToken
        );
        return new Done();
    }
}
