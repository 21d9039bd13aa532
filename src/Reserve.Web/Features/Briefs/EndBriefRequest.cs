using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Briefs;

/// <summary>Ends a request that whoever asked took back.</summary>
[Allow]
[Activity("Briefs.Withdraw", Title = "Прекратить запрос по отзыву")]
internal sealed record EndBriefRequest(BriefRequestId Request, string Reason) : IRequest<Result<Done, BriefRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("brief_requests", Request, nameof(Request));
}

internal sealed class EndBriefRequestHandler(BriefSteps steps, Caller caller) : IRequestHandler<EndBriefRequest, Result<Done, BriefRefusal>>
{
    public async Task<Result<Done, BriefRefusal>> Handle(EndBriefRequest request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Request, cancellationToken) is not { } asked)
            return BriefRefusal.UnknownRequest;
        asked.Withdraw(request.Reason, caller.Stamp());
        return new Done();
    }
}
