using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Reserve.Web.Access.Substitutions;

namespace Reserve.Web.Access;

/// <summary>Sign-in with a cookie that names a session, roles, and the policies that pages name.</summary>
internal static class AccessRegistration
{
    /// <summary>Everybody who has signed in.</summary>
    public const string SignedIn = "SignedIn";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<Caller>();
        services.AddScoped<People>();
        services.AddScoped<Grants>();
        services.AddScoped<SignInJournal>();
        services.AddScoped<SignInGuard>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<Sessions>();
        services.AddScoped<SignInLinks>();
        services.AddScoped<Entrance>();
        services.AddScoped<SecondFactor>();
        services.AddPasskeys();
        RateLimits.Add(services);
        services
            .AddOptions<SignInOptions>()
            .BindConfiguration("SignIn")
            .Validate(
                options => options.IsSensible,
                "SignIn: времена больше нуля, SignIn:Longest не больше 12 часов, SignIn:SecondFactorFor из ролей через запятую."
            )
            .ValidateOnStart();
        services
            .AddIdentityCore<User>(options =>
            {
                options.Password.RequiredLength = CommonPasswords.Shortest;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
            })
            .AddUserStore<UserStoreInScope>()
            .AddPasswordValidator<CommonPasswords>()
            .AddDefaultTokenProviders()
            .AddErrorDescriber<RussianIdentityErrors>()
            .AddClaimsPrincipalFactory<UserPrincipal>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = SignInOptions.HashRounds);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services
            .AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<SignInOptions>>(
                (cookie, options) =>
                {
                    cookie.Cookie.Name = "reserve";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.ExpireTimeSpan = options.Value.Longest;
                    cookie.SlidingExpiration = false;
                    cookie.LoginPath = "/sign-in";
                    cookie.AccessDeniedPath = "/denied";
                    cookie.ReturnUrlParameter = "returnUrl";
                    cookie.Events.OnValidatePrincipal = StampCheck.Validate;
                }
            );
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser());
        services.Configure<MvcOptions>(options => options.Filters.Add<ProofFilter>());
        return services;
    }

    /// <summary>
    /// Identity's own handler; the person is verified by the device, so that a key counts as both factors, and it is found without a name.
    /// </summary>
    private static void AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyChallenges>();
        services.AddScoped<Passkeys>();
        services.AddScoped<PasskeyCheck>();
        services.AddSingleton<PasskeyPlace>();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<IOptions<SignInOptions>>(
                (passkeys, options) =>
                {
                    passkeys.ServerDomain = options.Value.PasskeyDomain is { Length: > 0 } domain ? domain : null;
                    passkeys.UserVerificationRequirement = "required";
                    passkeys.ResidentKeyRequirement = "required";
                    passkeys.AttestationConveyancePreference = "none";
                    passkeys.AuthenticatorTimeout = PasskeyChallenges.Lives;
                }
            );
    }

    /// <summary>A feature's named policy: any of the roles may open its pages.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, string name, params string[] roles) =>
        services.Configure<AuthorizationOptions>(options => options.AddPolicy(name, policy => policy.RequireRole(roles)));

    /// <summary>From here on the request's <see cref="Caller"/> is the person of the cookie.</summary>
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                StampCheck.ThrowIfUnchecked(context);
                context.RequestServices.GetRequiredService<Caller>().Become(context.User);
                await GrantedPages.Narrow(context);
                await next(context);
            }
        );
}
