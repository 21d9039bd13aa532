using Microsoft.AspNetCore.Http.Extensions;

namespace Reserve.Web.Pages.Tags;

/// <summary>The present page's address with some parameters of its query replaced.</summary>
internal static class QueryAddress
{
    public static string With(HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = request
            .Query.Where(parameter => parameter.Key.Length > 0)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                query.Remove(name);
            }
            else
            {
                query[name] = value;
            }
        }
        return request.PathBase + request.Path + new QueryBuilder(query);
    }
}
