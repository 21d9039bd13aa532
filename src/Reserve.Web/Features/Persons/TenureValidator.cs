using FluentValidation;

namespace Reserve.Web.Features.Persons;

/// <summary>What a person says of a tenure, whether it is new or corrected.</summary>
internal interface ITenureFacts
{
    PostId? Post { get; }

    string? Position { get; }

    string? Organization { get; }

    DateOnly? StartsOn { get; }

    DateOnly? EndsOn { get; }

    string ActNumber { get; }

    DateOnly? ActDate { get; }
}

internal abstract class TenureValidator<T> : AbstractValidator<T>
    where T : ITenureFacts
{
    protected TenureValidator()
    {
        RuleFor(command => command.Position)
            .NotEmpty()
            .When(command => command.Post is null)
            .WithMessage("Укажите должность.")
            .MaximumLength(300)
            .WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.Organization).MaximumLength(300).WithMessage("Организация длиннее 300 знаков.");
        RuleFor(command => command.StartsOn)
            .NotNull()
            .WithMessage("Укажите первый день в должности.")
            .Must(day => day is null || day.Value.Year is >= 1950 and <= 2100)
            .WithMessage("Дата записана неверно.");
        RuleFor(command => command.EndsOn)
            .Must((command, day) => day is null || command.StartsOn is null || day >= command.StartsOn)
            .WithMessage("Последний день раньше первого.");
        RuleFor(command => command.ActNumber)
            .NotEmpty()
            .WithMessage("Укажите номер акта о назначении.")
            .MaximumLength(50)
            .WithMessage("Номер длиннее 50 знаков.");
        RuleFor(command => command.ActDate).NotNull().WithMessage("Укажите дату акта о назначении.");
    }
}
