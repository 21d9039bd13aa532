using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Briefs;

/// <summary>Refuses a brief, with the reason that whoever asked reads.</summary>
[Allow]
[Activity("Briefs.Refuse", Title = "Отказать в справке")]
internal sealed record RefuseBrief(BriefRequestId Request, string Reason) : IRequest<Result<Done, BriefRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("brief_requests", Request, nameof(Request));
}

internal sealed class RefuseBriefHandler(BriefSteps steps, Caller caller) : IRequestHandler<RefuseBrief, Result<Done, BriefRefusal>>
{
    public async Task<Result<Done, BriefRefusal>> Handle(RefuseBrief request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Request, cancellationToken) is not { } asked)
            return BriefRefusal.UnknownRequest;
        asked.Refuse(request.Reason, caller.Stamp());
        return new Done();
    }
}
