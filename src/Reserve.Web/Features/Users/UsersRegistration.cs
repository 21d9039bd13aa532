using Reserve.Web.Access;

namespace Reserve.Web.Features.Users;

internal static class UsersRegistration
{
    public const string Policy = "Users";

    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services.AddScoped<UserAccounts>().AddPolicy(Policy, Roles.Administrator);
}
