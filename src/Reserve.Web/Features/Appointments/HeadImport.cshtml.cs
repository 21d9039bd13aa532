using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Persons.Import;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(PersonsRegistration.Keep)]
[UploadLimit(TableSheet.MostBytes + (64 * 1024))]
public sealed class HeadImportModel(ReserveDb db, Caller caller, IMediator mediator, IServiceProvider services, Words words) : PageModel
{
    private const int Most = 100;

    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    public string FileName { get; private set; } = "";

    public IReadOnlyList<PlannedHead> Rows { get; private set; } = [];

    public IReadOnlyList<PlannedHead> Shown { get; private set; } = [];

    public int Bad => Rows.Count(row => row.Problems.Count > 0);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        Id is null || await Load(cancellationToken) ? Page() : RedirectToPage(new { id = (Guid?)null });

    public IActionResult OnGetSample()
    {
        var file = new MemoryStream();
        XlsxTable.Write(new TableData("Руководители", [.. HeadPlan.Columns.Select(column => new TableColumn(column, 26))], []), file);
        file.Position = 0;
        return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "heads.xlsx");
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        if (file is not null)
            await file.CopyToAsync(content, cancellationToken);
        var result = await mediator.Send(new PrepareHeads(Path.GetFileName(file?.FileName ?? ""), content.ToArray()), cancellationToken);
        if (result.IsOk)
            return RedirectToPage(new { id = result.Value.Value });
        this.Show(result, words);
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new ImportHeads(new HeadImportId(Id ?? default)), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Внесено руководителей: {0}.", result.Value.Count].Value);
            return Redirect("/appointments/heads?state=All");
        }

        this.Show(result, words);
        await Load(cancellationToken);
        return Page();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new HeadImportId(Id ?? default);
        var import = await db.Set<HeadImport>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.UserId == caller.UserId, cancellationToken);
        if (import is null)
            return false;
        FileName = import.FileName;
        Rows = await services
            .GetRequiredService<HeadPlan>()
            .Make(JsonSerializer.Deserialize<List<SheetRow>>(import.Rows)!, cancellationToken);
        Shown = [.. Rows.Where(row => row.Problems.Count > 0), .. Rows.Where(row => row.Problems.Count == 0).Take(Most)];
        return true;
    }
}
