using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Audit;

namespace Reserve.Web.Pages;

/// <summary>Writes down what was read before it is sent: the identifiers are those of the address.</summary>
internal sealed class ReadsFilter(AuditTrail trail, Caller caller) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (
            context.HandlerMethod?.MethodInfo.GetCustomAttribute<ReadsAttribute>() is { } reads
            && executed is { Exception: null, Result: null or PageResult or FileResult or ContentResult }
        )
            await trail.RecordActAsync(
                reads.Act,
                context.RouteData.Values.Identifiers(),
                null,
                caller.Stamp(),
                context.HttpContext.RequestAborted
            );
    }
}
