using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

/// <summary>What a user is allowed and where; shared by creating and changing.</summary>
public interface IUserRights
{
    string DisplayName { get; }

    string Territory { get; }

    IReadOnlyList<string> Roles { get; }
}

[Allow(Access.Roles.Administrator), Says("Создать пользователя")]
public sealed record CreateUser(
    string UserName,
    string DisplayName,
    string? Email,
    string Territory,
    IReadOnlyList<string> Roles,
    string Password
) : IRequest<Result<UserId, UserRefusal>>, ITerritorial, IUserRights;

[Allow(Access.Roles.Administrator), Says("Изменить пользователя")]
public sealed record ChangeUser(
    UserId User,
    string DisplayName,
    string? Email,
    string Territory,
    IReadOnlyList<string> Roles,
    bool Disabled
) : IRequest<Result<UserId, UserRefusal>>, ITerritorial, IUserRights;

[Allow(Access.Roles.Administrator), Says("Сменить пароль пользователя")]
public sealed record ResetPassword(UserId User, string Password) : IRequest<Result<UserId, UserRefusal>>;

[Allow(Access.Roles.Administrator), Says("Открыть вход пользователю")]
public sealed record UnlockUser(UserId User) : IRequest<Result<UserId, UserRefusal>>;

public enum UserRefusal
{
    [Says("Такого пользователя нет.")]
    NotFound,

    [Says("Такое имя для входа уже занято.")]
    NameTaken,

    [Says("Эта территория не ваша.")]
    OutsideTerritory,

    [Says("Пароль слишком прост: не короче 10 знаков, с цифрой, строчной и прописной латинской буквой.")]
    WeakPassword,

    [Says("Нельзя лишить прав самого себя.")]
    Self,

    [Says("Имя для входа или адрес записаны неверно.")]
    Malformed,
}

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
            .MustAsync(async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken))
            .WithMessage("Выберите территорию.");
    }
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
        RuleFor(command => command.Password).NotEmpty().WithMessage("Укажите пароль.");
    }
}

internal sealed class ChangeUserValidator : AbstractValidator<ChangeUser>
{
    public ChangeUserValidator(ReserveDb db) => Include(new UserRightsValidator<ChangeUser>(db));
}

internal sealed class UserAdministrationHandler(UserManager<User> users, Caller caller)
    : IRequestHandler<CreateUser, Result<UserId, UserRefusal>>,
        IRequestHandler<ChangeUser, Result<UserId, UserRefusal>>,
        IRequestHandler<ResetPassword, Result<UserId, UserRefusal>>,
        IRequestHandler<UnlockUser, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        if (!Territory.Covers(caller.Territory, request.Territory))
            return UserRefusal.OutsideTerritory;
        var user = new User
        {
            Id = Guid.CreateVersion7(caller.Stamp().At),
            UserName = request.UserName.Trim(),
            Email = request.Email,
            DisplayName = request.DisplayName.Trim(),
            Territory = request.Territory,
            Roles = [.. request.Roles.Distinct()],
            LockoutEnabled = true,
        };
        return Of(user, await users.CreateAsync(user, request.Password));
    }

    public async Task<Result<UserId, UserRefusal>> Handle(ChangeUser request, CancellationToken cancellationToken)
    {
        if (await Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        if (!Territory.Covers(caller.Territory, request.Territory))
            return UserRefusal.OutsideTerritory;
        if (user.Id == caller.UserId && (request.Disabled || !request.Roles.Contains(Roles.Administrator)))
            return UserRefusal.Self;
        user.DisplayName = request.DisplayName.Trim();
        user.Email = request.Email;
        user.Territory = request.Territory;
        user.Roles = [.. request.Roles.Distinct()];
        user.Disabled = request.Disabled;
        // The new stamp ends the sessions that run on the former rights.
        return Of(user, await users.UpdateSecurityStampAsync(user));
    }

    public async Task<Result<UserId, UserRefusal>> Handle(ResetPassword request, CancellationToken cancellationToken)
    {
        if (await Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        return Of(user, await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), request.Password));
    }

    public async Task<Result<UserId, UserRefusal>> Handle(UnlockUser request, CancellationToken cancellationToken)
    {
        if (await Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await users.ResetAccessFailedCountAsync(user);
        return Of(user, await users.SetLockoutEndDateAsync(user, null));
    }

    private async Task<User?> Find(UserId id) =>
        await users.FindByIdAsync(id.Value.ToString()) is { } user && Territory.Covers(caller.Territory, user.Territory) ? user : null;

    private static Result<UserId, UserRefusal> Of(User user, IdentityResult outcome)
    {
        if (outcome.Succeeded)
            return new UserId(user.Id);
        var codes = outcome.Errors.Select(error => error.Code).ToArray();
        return codes switch
        {
            _ when codes.Contains(nameof(IdentityErrorDescriber.DuplicateUserName)) => UserRefusal.NameTaken,
            _ when codes.Any(code => code.StartsWith("Password", StringComparison.Ordinal)) => UserRefusal.WeakPassword,
            _ when codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure)) => throw new DbUpdateConcurrencyException(
                "The user was changed meanwhile."
            ),
            _ => UserRefusal.Malformed,
        };
    }
}
