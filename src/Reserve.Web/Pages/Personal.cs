using Microsoft.AspNetCore.Authorization;

namespace Reserve.Web.Pages;

/// <summary>What only those who have signed in may see is kept by no browser and no proxy: pages, files, fragments.</summary>
internal static class Personal
{
    /// <summary>After the user is known.</summary>
    public static IApplicationBuilder UsePersonal(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    context.User.Identity?.IsAuthenticated == true
                    || context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                )
                    context.Response.OnStarting(
                        static state =>
                        {
                            var headers = ((HttpResponse)state).Headers;
                            // A drawing of one version is about nobody, and never changes.
                            if (!headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal))
                                headers.CacheControl = "no-store";
                            return Task.CompletedTask;
                        },
                        context.Response
                    );
                return next(context);
            }
        );
}
