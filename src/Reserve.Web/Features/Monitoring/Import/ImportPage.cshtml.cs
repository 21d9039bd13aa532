using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>
/// Loading in two steps: the files are read and shown with every problem; only the second step saves. What was read travels with the
/// page between the two, so nothing half-loaded lies anywhere.
/// </summary>
[Authorize(MonitoringRegistration.ImportPolicy)]
[UploadLimit(16 * 1024 * 1024)]
public sealed class ImportPageModel(ReserveDb db, MonitoringImport import, IMediator mediator, Words words) : PageModel
{
    private const int MostFiles = 10;

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    [BindProperty]
    public string? Period { get; set; }

    [BindProperty]
    public string? Source { get; set; }

    [BindProperty]
    public DateOnly? AsOf { get; set; }

    [BindProperty]
    public string? Region { get; set; }

    /// <summary>The files of the first step, as "name|base64".</summary>
    [BindProperty]
    public List<string> Kept { get; set; } = [];

    public ImportPlan? Plan { get; private set; }

    public IReadOnlyList<Territory> Regions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var files = new List<ImportFile>();
        foreach (var file in Files.Take(MostFiles))
        {
            if (file.Length > Sheet.MostBytes)
            {
                ModelState.AddModelError(nameof(Files), words["Файл больше {0} МБ.", Sheet.MostBytes / (1024 * 1024)].Value);
                continue;
            }

            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancellationToken);
            files.Add(new(Path.GetFileName(file.FileName).Replace('|', '_'), bytes.ToArray()));
        }

        if (files.Count == 0)
            ModelState.AddModelError(nameof(Files), words["Выберите файл."].Value);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        Plan = await import.Plan(files, About(), cancellationToken);
        Kept = [.. files.Select(file => $"{file.Name}|{Convert.ToBase64String(file.Bytes)}")];
        ModelState.Remove(nameof(Kept));
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var files = new List<ImportFile>();
        foreach (var kept in Kept.Take(MostFiles))
        {
            var bar = kept.IndexOf('|', StringComparison.Ordinal);
            var bytes = new byte[kept.Length];
            if (bar > 0 && Convert.TryFromBase64String(kept[(bar + 1)..], bytes, out var length))
                files.Add(new(kept[..bar], bytes[..length]));
        }

        var result = await mediator.Send(new ImportMonitoring(files, About()), cancellationToken);
        if (result.IsOk)
        {
            this.Done(
                words["Загружено: {0}.", string.Join("; ", result.Value.Tables.Select(table => $"{table.Title} – {table.Count}"))].Value
            );
            return Redirect("/monitoring");
        }

        this.Show(result, words);
        if (result is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad })
            Plan = new([], bad.Problems);
        return Page();
    }

    private ImportAbout About() =>
        new(
            int.TryParse(Period, NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            && period is >= MonitoringImport.FirstYear and <= MonitoringImport.LastYear
                ? period
                : null,
            Source ?? "",
            AsOf,
            string.IsNullOrEmpty(Region) ? null : Region
        );

    private async Task Load(CancellationToken cancellationToken) =>
        Regions = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory =>
                territory.Kind == TerritoryKind.Region && (territory.Path == db.Scope || territory.Path.StartsWith(db.Scope + "."))
            )
            .OrderBy(territory => territory.Name)
            .ToListAsync(cancellationToken);
}
