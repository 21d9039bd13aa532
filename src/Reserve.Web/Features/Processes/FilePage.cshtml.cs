using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Tasks;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>Changes one text of a process: a form, a letter, a sample, what is told about it.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
[UploadLimit(MaximumRequest)]
public sealed partial class FilePageModel(
    ReserveDb db,
    BundleReader reader,
    FormPreview preview,
    FormDesk desk,
    FormLoad load,
    IMediator mediator,
    Words words
) : BundlePage(db, mediator, words)
{
    private const int MaximumRequest = 64 * 1024 * 1024;

    [BindProperty(SupportsGet = true, Name = "path")]
    public string FilePath { get; set; } = "";

    public FileText Shown { get; private set; } = null!;

    public string Text { get; private set; } = "";

    public int? RowVersion { get; private set; }

    public bool IsText => Shown.Kind != BundleFileKind.Template;

    /// <summary>The template's names and mistakes; null when the file is none.</summary>
    public TemplateView? Template { get; private set; }

    /// <summary>The form as people will see it; null when it is none, or cannot be read.</summary>
    public TaskForm? Form { get; private set; }

    /// <summary>What is wrong with the form.</summary>
    public IReadOnlyList<FormFinding> Findings { get; private set; } = [];

    /// <summary>The run that the form is looked at with; none for an empty form.</summary>
    [BindProperty(SupportsGet = true, Name = "run")]
    public Guid? RunId { get; set; }

    public IReadOnlyList<PreviewRun> Runs { get; private set; } = [];

    /// <summary>The form as the person at the task will see it.</summary>
    public FormView? Preview { get; private set; }

    /// <summary>What the process would get of the answers that were tried.</summary>
    public FeelContext? Tried { get; private set; }

    /// <summary>The versions that runs are on, and who is in the middle of this form.</summary>
    public IReadOnlyList<FormLoadRow> Busy { get; private set; } = [];

    public string PreviewAddress => Address("/file", $"&path={Uri.EscapeDataString(FilePath)}&run={RunId}");

    /// <summary>The roles that a reference to people may ask for, for the designer.</summary>
    public string RolesJson =>
        JsonSerializer.Serialize(Roles.All.Select(role => new { code = role, name = Words[Roles.NameOf(role)].Value }));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        (Text, RowVersion) = (Shown.Content.Text ?? "", Shown.RowVersion);
        await Look(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? text, int? rowVersion, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken) || !IsText)
            return NotFound();
        // What was typed stays on the page, whatever comes of it.
        (Text, RowVersion) = (text?.ReplaceLineEndings("\n") ?? "", rowVersion);
        if (Problem() is { } problem)
        {
            ModelState.AddModelError(nameof(Text), Words[problem].Value);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Look(cancellationToken);
            return Page();
        }
        var result = await Mediator.Send(new SaveProcessDraft(Key, Named, Text, rowVersion, FilePath), cancellationToken);
        if (!result.IsOk)
        {
            this.Show(result, Words);
            await Look(cancellationToken);
            return Page();
        }
        this.Done(Words["Сохранено в черновике."].Value);
        return LocalRedirect(Address("/file", $"&path={Uri.EscapeDataString(FilePath)}"));
    }

    [Reads("PreviewForm", "Просмотр формы с данными экземпляра")]
    public Task<IActionResult> OnGetPreviewAsync(CancellationToken cancellationToken) => OnGetAsync(cancellationToken);

    /// <summary>Reads answers as a task would; nothing is stored.</summary>
    public Task<IActionResult> OnPostTryAsync(CancellationToken cancellationToken) =>
        Filled(
            async (form, data) =>
            {
                var answers = await FormPost.Read(Request, cancellationToken);
                var filled = await desk.Read(form, answers, data.Variables, data.Earlier, cancellationToken);
                Tried = filled.Values;
                return filled;
            },
            cancellationToken
        );

    public Task<IActionResult> OnPostRowsAsync(string? add, string? remove, CancellationToken cancellationToken) =>
        Filled(
            async (form, data) =>
            {
                var answers = FormPost.Turn(await FormPost.Read(Request, cancellationToken), add, remove);
                return await desk.Follow(form, answers, data.Variables, data.Earlier, cancellationToken);
            },
            cancellationToken
        );

    public async Task<IActionResult> OnPostStateAsync(CancellationToken cancellationToken)
    {
        if (await Asked(cancellationToken) is not { } asked)
            return NotFound();
        var answers = await FormPost.Read(Request, cancellationToken);
        return new JsonResult(FormPost.State(desk.Glance(asked.Form, answers, asked.Data.Variables, asked.Data.Earlier)));
    }

    public async Task<IActionResult> OnPostFindAsync(string? field, string? words, CancellationToken cancellationToken) =>
        await Asked(cancellationToken) is { } asked
            ? new JsonResult(await desk.Find(asked.Form.At(field ?? ""), words, cancellationToken))
            : NotFound();

    private async Task<IActionResult> Filled(Func<TaskForm, PreviewData, Task<FilledForm>> fill, CancellationToken cancellationToken)
    {
        if (await Asked(cancellationToken) is not { } asked)
            return NotFound();
        (Text, RowVersion) = (Shown.Content.Text ?? "", Shown.RowVersion);
        await Look(cancellationToken, await fill(asked.Form, asked.Data));
        return Page();
    }

    /// <summary>The file, and of a form what <see cref="Stored"/> tells; null where either is not there.</summary>
    private async Task<(TaskForm Form, PreviewData Data)?> Asked(CancellationToken cancellationToken) =>
        await Load(cancellationToken) ? await Stored(cancellationToken) : null;

    /// <summary>The stored form and what it is looked at with; null when there is none, or no such run for whoever asks.</summary>
    private async Task<(TaskForm Form, PreviewData Data)?> Stored(CancellationToken cancellationToken) =>
        Shown is { Kind: BundleFileKind.Form, Content.Text: { } text }
        && TaskForm.TryParse(text, out _) is { } form
        && await Data(cancellationToken) is { } data
            ? (form, data)
            : null;

    private async Task<PreviewData?> Data(CancellationToken cancellationToken) =>
        RunId is { } run ? await preview.Of(Key, Path.GetFileNameWithoutExtension(FilePath), run, cancellationToken) : PreviewData.Empty;

    /// <summary>Why the text cannot be what its file is. A draft may have mistakes; a text that is no JSON is none.</summary>
    private string? Problem()
    {
        try
        {
            if (Shown.Kind is BundleFileKind.Form or BundleFileKind.Sample)
                JsonDocument.Parse(Text).Dispose();
            return null;
        }
        catch (JsonException bad)
        {
            return $"Это не JSON: {JsonPlace.Of(bad, Text)}.";
        }
    }

    /// <summary>What stands around the text of a form.</summary>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <param name="filled">The form as it was filled in; null shows it as it opens.</param>
    private async Task Look(CancellationToken cancellationToken, FilledForm? filled = null)
    {
        if (Shown.Kind != BundleFileKind.Form)
            return;
        Form = TaskForm.TryParse(Text, out _);
        Findings = FormChecks.Of(Text);
        Runs = await preview.Runs(Key, cancellationToken);
        Busy = await load.Of(Key, Named, Path.GetFileNameWithoutExtension(FilePath), cancellationToken);
        if (filled is null && await Stored(cancellationToken) is { } stored)
            filled = await desk.Open(stored.Form, stored.Data.Variables, stored.Data.Earlier, cancellationToken);
        Preview = filled is null ? null : new FormView(filled, PreviewAddress);
    }

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (!await LoadTerritory(cancellationToken) || await reader.File(Key, Named, FilePath, cancellationToken) is not { } file)
            return false;
        Shown = file;
        if (file.Content.Bytes is { } bytes && await reader.Templates(Key, Named, cancellationToken) is { } templates)
            Template = TemplateView.Of(Key, FilePath, bytes, templates.Now);
        return true;
    }
}
