using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Calendar;

/// <summary>Takes back what a territory said of a day: it is again what it is in the territory above, or a usual day.</summary>
[Allow(Roles.Administrator), Says("Убрать день из рабочего календаря")]
internal sealed record RemoveCalendarDay(string Territory, DateOnly Date, string Basis)
    : IRequest<Result<Done, RemoveCalendarDayRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal enum RemoveCalendarDayRefusal
{
    [Says("О таком дне в календаре этой территории ничего не сказано.")]
    Unknown,
}

internal sealed class RemoveCalendarDayValidator : AbstractValidator<RemoveCalendarDay>
{
    public RemoveCalendarDayValidator() => RuleFor(command => command.Basis).IsBasis();
}

internal sealed class RemoveCalendarDayHandler(CalendarStore store)
    : IRequestHandler<RemoveCalendarDay, Result<Done, RemoveCalendarDayRefusal>>
{
    public async Task<Result<Done, RemoveCalendarDayRefusal>> Handle(RemoveCalendarDay request, CancellationToken cancellationToken)
    {
        if (await store.Find(request.Territory, request.Date, cancellationToken) is not { } day)
            return RemoveCalendarDayRefusal.Unknown;
        await store.Remove(request.Territory, day, request.Basis.Trim(), cancellationToken);
        return default(Done);
    }
}
