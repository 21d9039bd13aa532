using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Dismisses a head: the last day, the act and why.</summary>
[Allow(Roles.HrOfficer), Says("Освободить от должности")]
internal sealed record EndTenure(TenureId Tenure, DateOnly? LastDay, string ActNumber, DateOnly? ActDate, string Reason)
    : IRequest<Result<Done, TenureRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("tenures", Tenure, nameof(Tenure));
}

internal sealed class EndTenureValidator : AbstractValidator<EndTenure>
{
    public EndTenureValidator()
    {
        RuleFor(command => command.LastDay).NotNull().WithMessage("Укажите последний день в должности.");
        RuleFor(command => command.ActNumber)
            .NotEmpty()
            .WithMessage("Укажите номер акта об освобождении.")
            .MaximumLength(50)
            .WithMessage("Номер длиннее 50 знаков.");
        RuleFor(command => command.ActDate).NotNull().WithMessage("Укажите дату акта об освобождении.");
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему человек освобождён.")
            .MaximumLength(500)
            .WithMessage("Причина длиннее 500 знаков.");
    }
}

internal sealed class EndTenureHandler(ReserveDb db) : IRequestHandler<EndTenure, Result<Done, TenureRefusal>>
{
    public async Task<Result<Done, TenureRefusal>> Handle(EndTenure request, CancellationToken cancellationToken)
    {
        if (await db.Set<Tenure>().SingleOrDefaultAsync(row => row.Id == request.Tenure, cancellationToken) is not { } tenure)
            return new TenureRefusal.NotFound();
        if (request.LastDay < tenure.StartsOn)
            return new TenureRefusal.BadTerm();
        tenure.End(request.LastDay, request.ActNumber.Trim(), request.ActDate, request.Reason.Trim());
        // The last day of a tenure that had ended may be moved into the successor's.
        return await db.SavedWithoutOverlap(cancellationToken) ? new Done() : new TenureRefusal.Overlaps();
    }
}
