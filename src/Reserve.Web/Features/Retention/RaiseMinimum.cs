using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Retention;

/// <summary>
/// Writes down the legal minimum of a term with the rule that it comes from. It can only be raised; a shorter term is lengthened to it.
/// </summary>
[Allow(Roles.Administrator), Says("Записать законный минимум хранения")]
internal sealed record RaiseMinimum(string Subject, int Days, string Basis) : IRequest<Result<Done, RaiseMinimumRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Federation;
}

internal enum RaiseMinimumRefusal
{
    [Says("Законный минимум здесь только повышают; понизить его может владелец базы данных.")]
    Lower,
}

internal sealed class RaiseMinimumValidator : AbstractValidator<RaiseMinimum>
{
    public RaiseMinimumValidator()
    {
        RuleFor(command => command.Basis)
            .NotEmpty()
            .WithMessage("Укажите основание.")
            .MaximumLength(1000)
            .WithMessage("Основание длиннее 1000 знаков.");
        RuleFor(command => command.Days).InclusiveBetween(1, 36500).WithMessage("Срок: от 1 до 36 500 дней.");
    }
}

internal sealed class RaiseMinimumHandler(ReserveDb db, Caller caller) : IRequestHandler<RaiseMinimum, Result<Done, RaiseMinimumRefusal>>
{
    public async Task<Result<Done, RaiseMinimumRefusal>> Handle(RaiseMinimum request, CancellationToken cancellationToken)
    {
        var basis = request.Basis.Trim();
        var raised = await db
            .Database.SqlQuery<bool>($"select reserve_retention_minimum({request.Subject}, {request.Days}, {basis}) as \"Value\"")
            .ToListAsync(cancellationToken);
        if (raised is not [true])
            return RaiseMinimumRefusal.Lower;
        var stamp = caller.Stamp();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into retention_change (subject, days, legal_days, reason, changed_by, changed_at)
            select subject, days, legal_days, {basis}, {stamp.Name}, {stamp.At} from retention_policy where subject = {request.Subject}
            """,
            cancellationToken
        );
        return default(Done);
    }
}
