using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Retention;

/// <summary>Ends a hold; it stays on record with who lifted it and why.</summary>
[Allow(Roles.Administrator), Says("Снять запрет на удаление")]
internal sealed record LiftHold(LegalHoldId Hold, string Reason) : IRequest<Result<Done, LiftHoldRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("legal_hold", Hold, nameof(Hold));
}

internal enum LiftHoldRefusal
{
    [Says("Запрет снимает администратор федерации или региона.")]
    NotRegion,

    [Says("Такого запрета нет, или он уже снят.")]
    NotFound,
}

internal sealed class LiftHoldValidator : AbstractValidator<LiftHold>
{
    public LiftHoldValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Укажите основание.")
            .MaximumLength(1000)
            .WithMessage("Основание длиннее 1000 знаков.");
}

internal sealed class LiftHoldHandler(ReserveDb db, Caller caller) : IRequestHandler<LiftHold, Result<Done, LiftHoldRefusal>>
{
    public async Task<Result<Done, LiftHoldRefusal>> Handle(LiftHold request, CancellationToken cancellationToken)
    {
        if (caller.Territory is not { } scope || scope != Territory.RegionOf(scope))
            return LiftHoldRefusal.NotRegion;
        var stamp = caller.Stamp();
        var lifted = await db.Database.ExecuteSqlAsync(
            $"""
            update legal_hold set lifted_by = {stamp.Name}, lifted_at = {stamp.At}, lift_reason = {request.Reason.Trim()}
            where id = {request.Hold.Value} and lifted_at is null
            """,
            cancellationToken
        );
        return lifted == 1 ? default(Done) : LiftHoldRefusal.NotFound;
    }
}
