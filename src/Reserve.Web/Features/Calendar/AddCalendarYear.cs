using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Calendar;

/// <summary>
/// Begins the calendar of a year for the whole country: the holidays of the Labour Code stand in it at once, what the government moves is
/// added day by day.
/// </summary>
[Allow(Roles.Administrator), Says("Добавить год рабочего календаря")]
internal sealed record AddCalendarYear(int Year, string Basis) : IRequest<Result<Done, AddCalendarYearRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Federation;
}

internal enum AddCalendarYearRefusal
{
    [Says("Этот год в календаре уже есть.")]
    Known,
}

internal sealed class AddCalendarYearValidator : AbstractValidator<AddCalendarYear>
{
    public AddCalendarYearValidator()
    {
        RuleFor(command => command.Year).InclusiveBetween(2000, 2100).WithMessage("Год: от 2000 до 2100.");
        RuleFor(command => command.Basis).IsBasis();
    }
}

internal sealed class AddCalendarYearHandler(CalendarStore store) : IRequestHandler<AddCalendarYear, Result<Done, AddCalendarYearRefusal>>
{
    public async Task<Result<Done, AddCalendarYearRefusal>> Handle(AddCalendarYear request, CancellationToken cancellationToken)
    {
        if (!await store.AddYear(request.Year, request.Basis.Trim(), cancellationToken))
            return AddCalendarYearRefusal.Known;
        foreach (var day in LabourCode.DaysOf(request.Year))
            await store.Set(Territory.Federation, day, cancellationToken);
        return default(Done);
    }
}
