using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Rules;

/// <summary>Changes the draft of a file of rules: with scripts on the sheet, without them by file.</summary>
[Authorize(RulesRegistration.EditorPolicy)]
[UploadLimit(MaximumRequest)]
public sealed class EditModel(
    RuleReader reader,
    RuleTrials trials,
    SubjectNames names,
    TimeShown shown,
    TimeProvider time,
    IMediator mediator,
    Words words
) : PageModel
{
    private const int MaximumRequest = 5_000_000;
    private const int MaximumFile = 2_000_000;
    private const int SampleCount = 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>For people to read in a field; it is never put into markup as it is.</summary>
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An example to try a decision on, with its inputs as JSON.</summary>
    public sealed record Sample(string Name, string Decision, string Inputs);

    [BindProperty(SupportsGet = true)]
    public string Process { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "file")]
    public string FileName { get; set; } = "";

    /// <summary>The region whose own rule is changed; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    public RulePlace Place => new(Process, string.IsNullOrWhiteSpace(Territory) ? null : Territory, FileName);

    public string? TerritoryName { get; private set; }

    public ProcessDraftRow? Draft { get; private set; }

    public RuleSheet Sheet { get; private set; } = null!;

    public string Name => Sheet.Model is { Name.Length: > 0 } model ? model.Name : Place.File;

    /// <summary>The version that the draft would replace; null while the process or the file was never published.</summary>
    public Guid? Published { get; private set; }

    public IReadOnlyList<Sample> Samples { get; private set; } = [];

    /// <summary>What came of trying the draft without scripts.</summary>
    public RuleAttempt? Attempt { get; private set; }

    public string? Tried { get; private set; }

    public string? TriedInputs { get; private set; }

    public string FindingsJson => JsonSerializer.Serialize(Sheet.Findings, Json);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetXmlAsync(bool? download, CancellationToken cancellationToken) =>
        await Find(cancellationToken)
            ? File(RuleReader.Bytes(Sheet.Xml), "application/xml", download == true ? $"{Place.File}.dmn" : null)
            : NotFound();

    /// <summary>The editor's own saving: answers JSON.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string? xml, int? rowVersion, CancellationToken cancellationToken)
    {
        if (Unreadable(xml ?? "") is { } problem)
            return new JsonResult(new { Reason = problem }, Json) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var result = await Save(xml!, rowVersion, cancellationToken);
        return result.IsOk
            ? new JsonResult(new { result.Value.RowVersion, RuleSheet.Of(xml!).Findings }, Json)
            : new JsonResult(new { Reason = words[result.Reason!].Value }, Json) { StatusCode = StatusCodes.Status409Conflict };
    }

    /// <summary>What there is to say about the sheet as it is now, saved or not.</summary>
    public IActionResult OnPostCheck(string? xml) =>
        Unreadable(xml ?? "") is { } problem
            ? new JsonResult(new { Reason = problem }, Json) { StatusCode = StatusCodes.Status422UnprocessableEntity }
            : new JsonResult(new { RuleSheet.Of(xml!).Findings }, Json);

    /// <summary>Tries a decision on an example: the sheet's own content, sent along by the editor, or the draft.</summary>
    public async Task<IActionResult> OnPostTryAsync(string? xml, string? decision, string? inputs, CancellationToken cancellationToken)
    {
        if (xml is not null)
        {
            return Unreadable(xml) is { } problem
                ? Partial("/Features/Rules/_Attempt.cshtml", new RuleAttempt(null, null, [problem]))
                : Partial(
                    "/Features/Rules/_Attempt.cshtml",
                    RuleAttempt.Of(xml, decision ?? "", inputs ?? "", trials.Options(time.GetUtcNow()))
                );
        }
        if (!await Load(cancellationToken))
            return NotFound();
        (Tried, TriedInputs) = (decision, inputs);
        Attempt = RuleAttempt.Of(Sheet.Xml, decision ?? "", inputs ?? "", trials.Options(time.GetUtcNow()));
        return Page();
    }

    public async Task<IActionResult> OnPostUploadAsync(IFormFile? upload, int? rowVersion, CancellationToken cancellationToken)
    {
        if (upload is null || upload.Length == 0)
            return await Again("Выберите файл.", cancellationToken);
        if (upload.Length > MaximumFile)
            return await Again("Файл больше 2 МБ.", cancellationToken);
        using var content = upload.OpenReadStream();
        var (xml, unreadable) = EncodedXml.Read(content);
        if (xml is null)
            return await Again(unreadable!, cancellationToken);
        if (Unreadable(xml) is { } problem)
            return await Again(problem, cancellationToken);
        var result = await Save(xml, rowVersion, cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(words["Файл стал черновиком."].Value);
        return LocalRedirect(Place.Address("/edit"));
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(int? rowVersion, bool moveRuns, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(
            PublishProcess.OfFile(new DraftPlace(Process, Place.ForTerritory, Place.Path), rowVersion ?? 0, moveRuns),
            cancellationToken
        );
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        var done = words["Опубликована версия {0}.", result.Value.Version].Value;
        this.Done(moveRuns ? done + " " + words["Начатых дел переводится: {0}.", result.Value.Moved].Value : done);
        return LocalRedirect(Place.Address());
    }

    public async Task<IActionResult> OnPostDiscardAsync(int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(
            new DiscardProcessDraft(Process, Place.ForTerritory, rowVersion ?? 0, Place.Path),
            cancellationToken
        );
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(words["Черновик удалён."].Value);
        return LocalRedirect(await reader.Current(Place, cancellationToken) is null ? "/processes" : Place.Address());
    }

    private Task<Result<SavedDraft, PublishRefusal>> Save(string xml, int? rowVersion, CancellationToken cancellationToken) =>
        mediator.Send(new SaveProcessDraft(Process, Place.ForTerritory, xml, rowVersion, Place.Path), cancellationToken);

    /// <summary>A draft may have errors, but it must be DMN: what cannot be opened again is not saved.</summary>
    private string? Unreadable(string xml)
    {
        if (xml.Length > MaximumFile)
            return words["Файл больше 2 МБ."].Value;
        var sheet = RuleSheet.Of(xml);
        return sheet.Model is null
            ? words["Это не DMN."].Value + " " + string.Join(" ", sheet.Findings.Take(3).Select(found => found.Text))
            : null;
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

    /// <summary>The draft, else what it would replace.</summary>
    private async Task<bool> Find(CancellationToken cancellationToken)
    {
        var current = await reader.Current(Place, cancellationToken);
        Published = current?.Id.Value;
        Draft = await reader.Draft(Place, cancellationToken);
        if ((Draft?.Xml ?? current?.Files[Place.Path]) is not { } xml)
            return false;
        Sheet = RuleSheet.Of(xml);
        return true;
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        TerritoryName = await reader.TerritoryName(Place.ForTerritory, cancellationToken);
        if ((Place.ForTerritory is not null && TerritoryName is null) || !await Find(cancellationToken))
            return false;
        var recorded = await trials.Samples(Place, SampleCount, cancellationToken);
        var known = await names.Of(recorded.Select(record => record.Subject).OfType<Subject>(), cancellationToken);
        Samples =
        [
            .. recorded.Select(record => new Sample(
                $"{(record.Subject is { } subject && known.TryGetValue(subject, out var name) ? name.Text : record.Territory)} "
                    + $"· {shown.Short(record.At)}",
                record.Decision,
                Indented(record.Inputs)
            )),
        ];
        return true;
    }

    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, Readable);
    }
}
