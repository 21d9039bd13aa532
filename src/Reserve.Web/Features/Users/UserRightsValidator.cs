using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

internal sealed class UserRightsValidator<TCommand> : AbstractValidator<TCommand>
    where TCommand : IUserRights
{
    public UserRightsValidator(ReserveDb db)
    {
        RuleFor(command => command.DisplayName)
            .NotEmpty()
            .WithMessage("Укажите имя.")
            .MaximumLength(200)
            .WithMessage("Имя длиннее 200 знаков.");
        RuleFor(command => command.Roles).NotEmpty().WithMessage("Отметьте хотя бы одну роль.");
        RuleForEach(command => command.Roles).Must(role => Access.Roles.All.Contains(role)).WithMessage("Такой роли нет.");
        RuleFor(command => command.Territory)
            .MustAsync(
                async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken)
            )
            .WithMessage("Выберите территорию.");
    }
}
