using FluentValidation;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What every vote must obey, whoever writes it.</summary>
internal static class VoteFields
{
    public static IRuleBuilderOptions<T, decimal?> IsScore<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.InclusiveBetween(0, 100)
            .PrecisionScale(4, 1, true)
            .WithMessage("Оценка – от 0 до 100 процентов, не более одного знака после запятой.");
}
