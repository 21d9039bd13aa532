using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>Draws the draft of a process; with scripts on the sheet, without them by file.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
[UploadLimit(MaximumRequest)]
public sealed class EditorModel(
    ReserveDb db,
    ProcessReader reader,
    EditorCatalog catalog,
    ProcessQueries queries,
    IMediator mediator,
    Words words
) : PageModel
{
    private const int MaximumRequest = 5_000_000;
    private const int MaximumDrawing = 2_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>The region whose own order is drawn; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    public string? TerritoryName { get; private set; }

    public Editable Editable { get; private set; } = null!;

    public string Catalog { get; private set; } = "";

    /// <summary>The current version that the draft would replace.</summary>
    public Guid? Published { get; private set; }

    public IReadOnlyList<BpmnDiagnostic> Diagnostics { get; private set; } = [];

    public string DiagnosticsJson => JsonSerializer.Serialize(Diagnostics, Json);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetXmlAsync(bool? download, CancellationToken cancellationToken)
    {
        if (await reader.ForEditing(Key, Named(Territory), cancellationToken) is not { } editable)
            return NotFound();
        return File(Encoding.UTF8.GetBytes(editable.Xml), "application/xml", download == true ? $"{Key}.bpmn" : null);
    }

    /// <summary>The editor's own saving: answers JSON.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string? xml, int? rowVersion, CancellationToken cancellationToken)
    {
        if (Unreadable(xml ?? "") is { } problem)
            return new JsonResult(new { Reason = problem }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var result = await mediator.Send(new SaveProcessDraft(Key, Named(Territory), xml!, rowVersion), cancellationToken);
        if (!result.IsOk)
            return await NotSaved(result.Reason!, cancellationToken);
        var saved = await reader.ForEditing(Key, Named(Territory), cancellationToken);
        return new JsonResult(new { result.Value.RowVersion, saved!.Diagnostics }, Json);
    }

    /// <summary>Checks a formula that is being written, over the names that the editor knows in scope; answers JSON.</summary>
    public IActionResult OnPostFeel(string? formula, string? names)
    {
        string[] scope;
        try
        {
            scope = JsonSerializer.Deserialize<string[]>(names ?? "[]") ?? [];
        }
        catch (JsonException)
        {
            return BadRequest();
        }
        return new JsonResult(FormulaProblems.Of(formula ?? "", scope), JsonSerializerOptions.Web);
    }

    public async Task<IActionResult> OnPostUploadAsync(IFormFile? file, int? rowVersion, CancellationToken cancellationToken)
    {
        if (file is null || file.Length == 0)
            return await Again("Выберите файл.", cancellationToken);
        if (file.Length > MaximumDrawing)
            return await Again("Файл больше 2 МБ.", cancellationToken);
        using var content = file.OpenReadStream();
        var (xml, unreadable) = EncodedXml.Read(content);
        if (xml is null)
            return await Again(words["Это не BPMN."].Value + " " + unreadable, cancellationToken);
        if (Unreadable(xml) is { } problem)
            return await Again(problem, cancellationToken);
        var result = await mediator.Send(new SaveProcessDraft(Key, Named(Territory), xml, rowVersion), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(words["Файл стал черновиком."].Value);
        return RedirectToPage(new { Key, Territory });
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(PublishProcess.OfFile(new DraftPlace(Key, Named(Territory)), rowVersion ?? 0), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(words["Опубликована версия {0}.", result.Value.Version].Value);
        return LocalRedirect($"/processes/{Uri.EscapeDataString(Key)}?v={result.Value.Id.Value}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new DiscardProcessDraft(Key, Named(Territory), rowVersion ?? 0), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(words["Черновик удалён."].Value);
        return LocalRedirect("/processes");
    }

    private static string? Named(string? territory) => string.IsNullOrWhiteSpace(territory) ? null : territory;

    /// <summary>A draft may have errors, but it must be BPMN: what cannot be drawn is not saved.</summary>
    private string? Unreadable(string xml)
    {
        if (xml.Length > MaximumDrawing)
            return words["Файл больше 2 МБ."].Value;
        var read = BpmnReader.Read(xml);
        return read.File is null
            ? words["Это не BPMN."].Value + " " + string.Join(" ", read.Diagnostics.Take(3).Select(found => found.Message))
            : null;
    }

    /// <summary>
    /// Why not; with the version of somebody else's draft, so that the editor can ask which of the two stays and nothing is lost.
    /// </summary>
    private async Task<JsonResult> NotSaved(string reason, CancellationToken cancellationToken)
    {
        var other = await reader.ForEditing(Key, Named(Territory), cancellationToken);
        var answer = new { Reason = words[reason].Value, other?.Draft?.RowVersion };
        return new JsonResult(answer, Json) { StatusCode = StatusCodes.Status409Conflict };
    }

    private async Task<IActionResult> Again(string problem, CancellationToken cancellationToken)
    {
        this.Show(problem, words);
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    private async Task<IActionResult> Again(IOutcome refused, CancellationToken cancellationToken)
    {
        this.Show(refused, words);
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var territory = Named(Territory);
        TerritoryName = territory is null
            ? null
            : await db.Set<Territory>().Where(row => row.Path == territory).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);
        if (
            (territory is not null && TerritoryName is null)
            || await reader.ForEditing(Key, territory, cancellationToken) is not { } editable
        )
            return false;
        Editable = editable;
        Diagnostics = editable.Diagnostics;
        Catalog = await catalog.Json(editable, cancellationToken);
        Published = (await queries.Versions(Key, cancellationToken))
            .FirstOrDefault(version => version.ForTerritory == territory)
            ?.DefinitionId;
        return true;
    }
}
