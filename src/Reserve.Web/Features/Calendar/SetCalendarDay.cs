using FluentValidation;
using MediatR;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Calendar;

/// <summary>Says of a day what it is in a territory: a holiday, a moved day off, a worked Saturday, a shortened day.</summary>
/// <param name="Territory">Whose day; those below go by it too.</param>
/// <param name="Date">The day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Basis">The order with its number.</param>
/// <param name="Name">The holiday.</param>
/// <param name="MovedFrom">The day whose day off was moved here.</param>
[Allow(Roles.Administrator), Says("Изменить день рабочего календаря")]
internal sealed record SetCalendarDay(
    string Territory,
    DateOnly? Date,
    WorkingDayKind Kind,
    string Basis,
    string? Name = null,
    DateOnly? MovedFrom = null
) : IRequest<Result<Done, SetCalendarDayRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal enum SetCalendarDayRefusal
{
    [Says("Этого года в календаре нет: сначала его добавляет администратор федерации.")]
    NoYear,
}

internal sealed class SetCalendarDayValidator : AbstractValidator<SetCalendarDay>
{
    public SetCalendarDayValidator()
    {
        RuleFor(command => command.Date).NotNull().WithMessage("Укажите день.");
        RuleFor(command => command.Kind).IsInEnum().WithMessage("Выберите, какой это день.");
        RuleFor(command => command.Basis).IsBasis();
        RuleFor(command => command.Name).MaximumLength(200).WithMessage("Название длиннее 200 знаков.");
        RuleFor(command => command.MovedFrom)
            .Must((command, from) => from is null || (command.Kind == WorkingDayKind.Off && from != command.Date))
            .WithMessage("Переносят выходной с другого дня, и только на нерабочий.");
    }
}

internal sealed class SetCalendarDayHandler(CalendarStore store) : IRequestHandler<SetCalendarDay, Result<Done, SetCalendarDayRefusal>>
{
    public async Task<Result<Done, SetCalendarDayRefusal>> Handle(SetCalendarDay request, CancellationToken cancellationToken)
    {
        var date = request.Date!.Value;
        if (!await store.HasYear(date.Year, cancellationToken))
            return SetCalendarDayRefusal.NoYear;
        var name = string.IsNullOrWhiteSpace(request.Name) ? null : request.Name.Trim();
        var day = new CalendarDay(date, request.Kind, name, request.MovedFrom, request.Basis.Trim());
        await store.Set(request.Territory, day, cancellationToken);
        return default(Done);
    }
}
