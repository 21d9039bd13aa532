using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace Reserve.Web.Logs;

/// <summary>Logs a request that failed: one event, by its route and the reference that the error page shows. The page itself follows.</summary>
internal sealed partial class FailedRequests(ILogger<FailedRequests> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var route = (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
        LogFailed(exception, Activity.Current?.Id ?? httpContext.TraceIdentifier, httpContext.Request.Method, route);
        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LineFormatter.FailedRequest, LogLevel.Error, "Request {Reference} ({Method} {Route}) failed.")]
    private partial void LogFailed(Exception problem, string reference, string method, string route);
}
