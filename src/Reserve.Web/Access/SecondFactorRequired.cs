using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Access;

/// <summary>
/// Setting <c>SignIn:SecondFactorFor</c>: holders of these roles who signed in by a password alone set up a second factor (codes,
/// or a passkey) before anything else.
/// </summary>
internal static class SecondFactorRequired
{
    private const string SetUp = "/account/second-factor";
    private const string Keys = "/account/passkeys";

    public static IApplicationBuilder UseSecondFactorRequired(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    context.Features.Get<LiveSession>() is not { SecondFactor: false }
                    || context.GetEndpoint() is not { } endpoint
                    || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                    || context.Request.Path == SetUp
                    || context.Request.Path == Keys
                    || context.Request.Path == "/sign-out"
                    || !context
                        .RequestServices.GetRequiredService<IOptions<SignInOptions>>()
                        .Value.RolesWithSecondFactor.Any(context.User.IsInRole)
                )
                    return next(context);
                if (HttpMethods.IsGet(context.Request.Method))
                    context.Response.Redirect(SetUp);
                else
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
}
