using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>Sign-in with a cookie, roles, and the policies that pages name.</summary>
internal static class AccessRegistration
{
    /// <summary>Everybody who has signed in.</summary>
    public const string SignedIn = "SignedIn";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<Caller>();
        services.AddScoped<SignInJournal>();
        services.AddScoped<People>();
        services
            .AddIdentityCore<User>(options =>
            {
                options.Password.RequiredLength = 10;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.SignIn.RequireConfirmedAccount = true;
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
            })
            .AddUserStore<UserStoreInScope>()
            .AddSignInManager()
            .AddDefaultTokenProviders()
            .AddErrorDescriber<RussianIdentityErrors>()
            .AddClaimsPrincipalFactory<UserPrincipal>();
        services.AddScoped<IUserConfirmation<User>, WorkingUsersOnly>();
        // A changed role, territory or password takes effect within a minute on every node.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "reserve";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = TimeSpan.FromHours(10);
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/denied";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = StampCheck.Validate;
        });
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser());
        return services;
    }

    /// <summary>A feature's named policy: any of the roles may open its pages.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, string name, params string[] roles) =>
        services.Configure<AuthorizationOptions>(options => options.AddPolicy(name, policy => policy.RequireRole(roles)));

    /// <summary>From here on the request's <see cref="Caller"/> is the person of the cookie.</summary>
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                StampCheck.ThrowIfUnchecked(context);
                context.RequestServices.GetRequiredService<Caller>().Become(context.User);
                return next(context);
            }
        );
}
