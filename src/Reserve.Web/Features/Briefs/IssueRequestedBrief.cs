using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Briefs;

/// <summary>Issues the brief that was asked for, with what the officer wrote where one had to look.</summary>
[Allow]
[Activity("Briefs.Issue", Title = "Выдать справку по запросу")]
internal sealed record IssueRequestedBrief(BriefRequestId Request, BriefText? Text = null)
    : IRequest<Result<RequestedBriefIssued, BriefRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("brief_requests", Request, nameof(Request));
}

/// <summary>As a variable of the process: <c>brief</c>.</summary>
internal sealed record RequestedBriefIssued(IssuedPaper Brief);

internal sealed class IssueRequestedBriefHandler(BriefSteps steps, BriefContents contents, IMediator mediator, Caller caller)
    : IRequestHandler<IssueRequestedBrief, Result<RequestedBriefIssued, BriefRefusal>>
{
    public async Task<Result<RequestedBriefIssued, BriefRefusal>> Handle(IssueRequestedBrief request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Request, cancellationToken) is not { } asked)
            return BriefRefusal.UnknownRequest;
        var about = new BriefAbout(asked.Territory, asked.PersonName, asked.CandidateId, asked.Position, $"запрос №\u00A0{asked.Number}");
        var content = (request.Text ?? new BriefText()).Into(await contents.Of(about, cancellationToken));
        var subject = new PaperSubject(PaperSubjectKind.BriefRequest, asked.Id.Value);
        var paper = new IssueBriefPaper(subject, asked.Territory, asked.Territory, content);
        var issued = (await mediator.Send(paper, cancellationToken)).Value;
        asked.Issue(caller.Stamp());
        return new RequestedBriefIssued(new IssuedPaper(issued.Id, issued.Number));
    }
}
