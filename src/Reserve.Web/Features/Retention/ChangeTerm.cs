using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Retention;

/// <summary>Sets how many days a kind of rows is kept; null keeps it for ever. The terms are the whole country's.</summary>
[Allow(Roles.Administrator), Says("Изменить срок хранения")]
internal sealed record ChangeTerm(string Subject, int? Days, string Reason) : IRequest<Result<Done, ChangeTermRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Federation;
}

internal enum ChangeTermRefusal
{
    [Says("Такого срока нет.")]
    Unknown,

    [Says("Срок короче наименьшего, который здесь допустим.")]
    BelowMinimum,
}

internal sealed class ChangeTermValidator : AbstractValidator<ChangeTerm>
{
    public ChangeTermValidator()
    {
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Укажите основание.")
            .MaximumLength(1000)
            .WithMessage("Основание длиннее 1000 знаков.");
        RuleFor(command => command.Days).InclusiveBetween(1, 36500).WithMessage("Срок: от 1 до 36 500 дней.");
    }
}

internal sealed class ChangeTermHandler(ReserveDb db, Caller caller) : IRequestHandler<ChangeTerm, Result<Done, ChangeTermRefusal>>
{
    public async Task<Result<Done, ChangeTermRefusal>> Handle(ChangeTerm request, CancellationToken cancellationToken)
    {
        var least = (
            await db
                .Database.SqlQuery<int>(
                    $"""
                    select greatest(coalesce(legal_days, 1), coalesce(needed_days, 1)) as "Value"
                    from retention_policy where subject = {request.Subject}
                    """
                )
                .ToListAsync(cancellationToken)
        ).Select(days => (int?)days).SingleOrDefault();
        if (least is null)
            return ChangeTermRefusal.Unknown;
        if (request.Days < least)
            return ChangeTermRefusal.BelowMinimum;
        var stamp = caller.Stamp();
        await db.Database.ExecuteSqlAsync(
            $"update retention_policy set days = {request.Days}, row_version = row_version + 1 where subject = {request.Subject}",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into retention_change (subject, days, legal_days, reason, changed_by, changed_at)
            select subject, days, legal_days, {request.Reason.Trim()}, {stamp.Name}, {stamp.At}
            from retention_policy where subject = {request.Subject}
            """,
            cancellationToken
        );
        return default(Done);
    }
}
