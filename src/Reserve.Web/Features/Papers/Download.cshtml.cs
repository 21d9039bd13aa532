using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>The file of a paper, for those whose territory covers it. Reading is written into the audit trail.</summary>
[Authorize(PapersRegistration.Policy)]
public sealed class DownloadModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new ReadPaper(new PaperId(Id)), cancellationToken);
        return result.IsOk ? File(result.Value.Bytes, result.Value.ContentType, result.Value.FileName) : NotFound();
    }
}

/// <summary>Opens a paper: a command, because who read whose paper must be told.</summary>
[Allow(
    Roles.HrOfficer,
    Roles.CommissionMember,
    Roles.CommissionSecretary,
    Roles.CommissionChair,
    Roles.RegionalAuthority,
    Roles.MunicipalAuthority,
    Roles.Administrator,
    Roles.Auditor
)]
public sealed record ReadPaper(PaperId Paper) : IRequest<Result<PaperFile, ReadPaperRefusal>>;

public enum ReadPaperRefusal
{
    [Says("Такой бумаги нет.")]
    NotFound,
}

internal sealed class ReadPaperHandler(PaperArchive archive) : IRequestHandler<ReadPaper, Result<PaperFile, ReadPaperRefusal>>
{
    public async Task<Result<PaperFile, ReadPaperRefusal>> Handle(ReadPaper request, CancellationToken cancellationToken) =>
        await archive.File(request.Paper, cancellationToken) is { } file ? file : ReadPaperRefusal.NotFound;
}
