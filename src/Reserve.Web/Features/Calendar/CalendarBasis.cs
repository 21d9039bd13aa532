using FluentValidation;

namespace Reserve.Web.Features.Calendar;

/// <summary>The act by which the calendar is changed.</summary>
internal static class CalendarBasis
{
    private const int MostLetters = 300;

    /// <summary>The rule of every command that changes the calendar.</summary>
    public static void IsBasis<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty()
            .WithMessage("Укажите основание: вид и номер акта.")
            .MaximumLength(MostLetters)
            .WithMessage($"Основание длиннее {MostLetters} знаков.");
}
