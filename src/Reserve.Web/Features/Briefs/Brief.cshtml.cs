using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Briefs;

/// <summary>A request for a brief: what was asked, where it stands, the brief itself.</summary>
[Authorize(BriefsRegistration.Policy)]
public sealed class BriefModel(
    ReserveDb db,
    PaperArchive archive,
    IMediator mediator,
    IAuthorizationService authorization,
    TimeShown shown,
    Words words
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public BriefRequest Asked { get; private set; } = null!;

    public string Place { get; private set; } = "";

    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    public bool MayWithdraw { get; private set; }

    public bool IsLate => !Asked.IsClosed && Asked.Deadline < shown.Today;

    [Reads("ViewBrief", "Просмотр запроса справки")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new BriefRequestId(Id);
        if (await db.Set<BriefRequest>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } asked)
            return NotFound();
        Asked = asked;
        Place = await db.Set<Territory>().Where(row => row.Path == asked.Territory).Select(row => row.Name).SingleAsync(cancellationToken);
        Papers = await archive.Of(new PaperSubject(PaperSubjectKind.BriefRequest, Id), cancellationToken);
        MayWithdraw = !asked.IsClosed && (await authorization.AuthorizeAsync(User, BriefsRegistration.Ask)).Succeeded;
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? reason, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new WithdrawBriefRequest(new BriefRequestId(Id), reason ?? ""), cancellationToken);
        if (result.IsOk)
            this.Done(words["Запрос отозван."].Value);
        else
            this.Refused(words[result.Reason!].Value);
        return Redirect($"/briefs/{Id}");
    }
}
