using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Reserve.Web.Access;

internal static class AntiforgeryEverywhere
{
    /// <summary>Every unsafe request to an endpoint of ours needs the antiforgery token, in the form or in a header, page or not.</summary>
    public static IApplicationBuilder UseAntiforgeryEverywhere(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var method = context.Request.Method;
                var safe =
                    HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
                var answersAnError =
                    context.Features.Get<IStatusCodeReExecuteFeature>() is not null
                    || context.Features.Get<IExceptionHandlerFeature>() is not null;
                if (
                    !safe
                    && !answersAnError
                    && context.GetEndpoint() is not null
                    && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
                )
                {
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                    return;
                }

                await next(context);
            }
        );
}
