using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Interchange;
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
    BundleReader bundles,
    IMediator mediator,
    Words words
) : BundlePage(db, mediator, words)
{
    private const int MaximumRequest = 5_000_000;
    private const int MaximumDrawing = 2_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public Editable Editable { get; private set; } = null!;

    /// <summary>What the process is called.</summary>
    public string Name { get; private set; } = "";

    public string Catalog { get; private set; } = "";

    /// <summary>The current version that the draft would replace.</summary>
    public Guid? Published { get; private set; }

    public IReadOnlyList<BpmnDiagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Whether the drawing has properties of other tools, or no process that is executed: another page asks about them.</summary>
    public bool HasForeign { get; private set; }

    public string DiagnosticsJson => JsonSerializer.Serialize(Diagnostics, Json);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetXmlAsync(bool? download, CancellationToken cancellationToken)
    {
        if (await bundles.File(Key, Named, ProcessBundle.Drawing, cancellationToken) is not { } drawing)
            return NotFound();
        return File(drawing.Content.Raw, "application/xml", download == true ? $"{Key}.bpmn" : null);
    }

    /// <summary>The editor's own saving: answers JSON.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string? xml, int? rowVersion, CancellationToken cancellationToken)
    {
        // What a browser sends is UTF-8, whatever the file it was read from said.
        xml = EncodedXml.AsUtf8(xml ?? "");
        if (Unreadable(xml) is { } problem)
            return new JsonResult(new { Reason = problem }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var result = await Mediator.Send(new SaveProcessDraft(Key, Named, xml, rowVersion), cancellationToken);
        if (!result.IsOk)
            return await NotSaved(result.Reason!, cancellationToken);
        return new JsonResult(new { result.Value.RowVersion, result.Value.Diagnostics }, Json);
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
            return await Again(Words["Это не BPMN."].Value + " " + unreadable, cancellationToken);
        if (Unreadable(xml) is { } problem)
            return await Again(problem, cancellationToken);
        var result = await Mediator.Send(new SaveProcessDraft(Key, Named, xml, rowVersion), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Файл стал черновиком."].Value);
        var foreign = ForeignFile.Offer(BpmnReader.Read(xml).File!);
        return foreign.Proposals.Count > 0 || foreign.Executables.Count > 0
            ? RedirectToPage("Convert", new { Key, Territory })
            : RedirectToPage(new { Key, Territory });
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(PublishProcess.OfFile(new DraftPlace(Key, Named), rowVersion ?? 0), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Опубликована версия {0}.", result.Value.Version].Value);
        return LocalRedirect($"/processes/{Uri.EscapeDataString(Key)}?v={result.Value.Id.Value}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(new DiscardProcessDraft(Key, Named, rowVersion ?? 0), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Черновик удалён."].Value);
        return LocalRedirect("/processes");
    }

    /// <summary>A draft may have errors, but it must be BPMN: what cannot be drawn is not saved.</summary>
    private string? Unreadable(string xml)
    {
        if (xml.Length > MaximumDrawing)
            return Words["Файл больше 2 МБ."].Value;
        var read = BpmnReader.Read(xml);
        return read.File is null
            ? Words["Это не BPMN."].Value + " " + string.Join(" ", read.Diagnostics.Take(3).Select(found => found.Message))
            : null;
    }

    /// <summary>
    /// Why not; with the version of somebody else's draft, so that the editor can ask which of the two stays and nothing is lost.
    /// </summary>
    private async Task<JsonResult> NotSaved(string reason, CancellationToken cancellationToken)
    {
        var other = await queries.Draft(Key, Named, cancellationToken);
        var answer = new { Reason = Words[reason].Value, other?.RowVersion };
        return new JsonResult(answer, Json) { StatusCode = StatusCodes.Status409Conflict };
    }

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (!await LoadTerritory(cancellationToken) || await reader.ForEditing(Key, Named, cancellationToken) is not { } editable)
            return false;
        Editable = editable;
        Diagnostics = editable.Diagnostics;
        var drawing = BpmnReader.Read(editable.Xml).File;
        Name = DrawingName.Of(drawing, Key);
        HasForeign = drawing is not null && !ForeignFile.Offer(drawing).IsEmpty;
        Catalog = await catalog.Json(editable, cancellationToken);
        Published = (await queries.Versions(Key, cancellationToken)).FirstOrDefault(version => version.ForTerritory == Named)?.DefinitionId;
        return true;
    }
}
