using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Runtime.Migration;

/// <summary>Gives cases of a migration back what they were, those that have made no step since.</summary>
/// <param name="Run">Only this one; null means all.</param>
[Allow(Roles.Administrator)]
[Says("Отменить перенос дел")]
internal sealed record UndoMigration(MigrationId Migration, string Reason, RunId? Run = null)
    : IRequest<Result<OrderedMigration, UndoRefusal>>,
        IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Area.Of("process_run", Run, nameof(Run)),
            Area.Asked("row-level security: only cases of the caller's scope are found, each is then written in its own")
        );
}

internal enum UndoRefusal
{
    [Says("Отменить нечего: дела ушли дальше, или перенос уже отменён.")]
    Nothing,
}

internal sealed class UndoMigrationValidator : AbstractValidator<UndoMigration>
{
    public UndoMigrationValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class UndoMigrationHandler(MigrationOrders orders) : IRequestHandler<UndoMigration, Result<OrderedMigration, UndoRefusal>>
{
    public async Task<Result<OrderedMigration, UndoRefusal>> Handle(UndoMigration command, CancellationToken cancellationToken)
    {
        var cases = await orders.Undo(command.Migration, command.Run, command.Reason.Trim(), cancellationToken);
        return cases == 0 ? UndoRefusal.Nothing : new OrderedMigration(command.Migration, cases);
    }
}
