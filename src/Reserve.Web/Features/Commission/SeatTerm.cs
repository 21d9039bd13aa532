using FluentValidation;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Commission;

/// <summary>By which order a seat is held, and for which days; all may be unknown.</summary>
/// <param name="OrderNumber">The number of the order about the composition.</param>
/// <param name="OrderDate">Its date.</param>
/// <param name="From">The first day; null: from now on.</param>
/// <param name="Until">The last day; null: without a term.</param>
internal sealed record SeatTerm(string? OrderNumber, DateOnly? OrderDate, DateOnly? From, DateOnly? Until)
{
    public static SeatTerm Open { get; } = new(null, null, null, null);

    public string? Number => string.IsNullOrWhiteSpace(OrderNumber) ? null : OrderNumber.Trim();

    public DateTimeOffset? EndsAt(ProcessClock clock, string territory) =>
        Until is { } last ? clock.StartOf(last.AddDays(1), territory) : null;
}

internal sealed class SeatTermValidator : AbstractValidator<SeatTerm>
{
    public SeatTermValidator()
    {
        RuleFor(term => term.OrderNumber).MaximumLength(50).WithMessage("Номер приказа длиннее 50 знаков.");
        RuleFor(term => term.OrderDate).NotNull().When(term => term.Number is not null).WithMessage("Укажите дату приказа.");
        RuleFor(term => term.OrderNumber).NotEmpty().When(term => term.OrderDate is not null).WithMessage("Укажите номер приказа.");
        RuleFor(term => term.Until)
            .Must((term, until) => until >= term.From)
            .When(term => term is { From: not null, Until: not null })
            .WithMessage("Последний день раньше первого.");
    }
}
