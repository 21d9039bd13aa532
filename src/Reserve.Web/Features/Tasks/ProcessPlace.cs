using Microsoft.AspNetCore.Mvc;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Tasks;

/// <summary>
/// Where a run stands, on its drawing and in words: <c>await Component.InvokeAsync("ProcessPlace", new { subject = new Subject("candidate",
/// id) })</c>
/// on a card, or by the run's id. Shows nothing when there is no run.
/// </summary>
public sealed class ProcessPlaceViewComponent(ProcessQueries queries) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(Subject? subject = null, RunId? run = null)
    {
        var cancellation = HttpContext.RequestAborted;
        var id = run ?? (subject is not null && await queries.RunOf(subject, cancellation) is { } found ? new RunId(found.Id) : null);
        return id is { } known && await queries.Where(known, cancellation) is { } place
            ? View("/Features/Tasks/ProcessPlace.cshtml", place)
            : Content("");
    }
}
