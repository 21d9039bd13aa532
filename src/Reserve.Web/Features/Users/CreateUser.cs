using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

/// <summary>Without a password the user chooses one by a link (<see cref="OfferSignInLink"/>), so that nobody else knows it.</summary>
[Allow(Access.Roles.Administrator), Says("Создать пользователя")]
internal sealed record CreateUser(
    string UserName,
    string DisplayName,
    string? Email,
    string Territory,
    IReadOnlyList<string> Roles,
    string? Password = null
) : IRequest<Result<UserId, UserRefusal>>, ITerritorial, IUserRights, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator(ReserveDb db)
    {
        Include(new UserRightsValidator<CreateUser>(db));
        RuleFor(command => command.UserName)
            .NotEmpty()
            .WithMessage("Укажите имя для входа.")
            .MaximumLength(100)
            .WithMessage("Имя для входа длиннее 100 знаков.");
    }
}

internal sealed class CreateUserHandler(UserManager<User> users, Caller caller) : IRequestHandler<CreateUser, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(caller.Stamp().At),
            UserName = request.UserName.Trim(),
            Email = request.Email,
            DisplayName = request.DisplayName.Trim(),
            Territory = request.Territory,
            Roles = [.. request.Roles.Distinct()],
        };
        return UserAccounts.Of(
            user,
            request.Password is { } password ? await users.CreateAsync(user, password) : await users.CreateAsync(user)
        );
    }
}
