using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Reserve.Web.Pages;

/// <summary>No text of ours holds U+0000, and PostgreSQL takes none: what an address carries of it is left out.</summary>
internal static class Nulls
{
    public static IApplicationBuilder UseNoNulls(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var query = context.Request.QueryString.Value;
                if (query?.Contains("%00", StringComparison.Ordinal) == true)
                    context.Request.QueryString = QueryString.Create(
                        QueryHelpers
                            .ParseQuery(query)
                            .Select(pair => KeyValuePair.Create(Without(pair.Key), new StringValues([.. pair.Value.Select(Without)])))
                    );
                return next(context);
            }
        );

    /// <summary>The fields of a form, when there is such a sign in one of them.</summary>
    public static IFormCollection Without(IFormCollection form) =>
        form.Any(field => Has(field.Key) || field.Value.Any(Has))
            ? new FormCollection(
                form.GroupBy(field => Without(field.Key), StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(
                        same => same.Key,
                        same => new StringValues([.. same.SelectMany(field => field.Value.Select(Without))]),
                        StringComparer.OrdinalIgnoreCase
                    ),
                form.Files
            )
            : form;

    private static bool Has(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static string Without(string? text) => text?.Replace("\0", "", StringComparison.Ordinal) ?? "";
}
