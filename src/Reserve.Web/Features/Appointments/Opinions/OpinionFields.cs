using FluentValidation;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>What every opinion must have, whatever it is given on.</summary>
internal static class OpinionFields
{
    public static IRuleBuilderOptions<T, Verdict> IsVerdict<T>(this IRuleBuilder<T, Verdict> rule) =>
        rule.IsInEnum().WithMessage("Выберите вывод.");

    public static IRuleBuilderOptions<T, string> IsGround<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty().WithMessage("Напишите обоснование.").MaximumLength(8000).WithMessage("Обоснование длиннее 8000 знаков.");
}
