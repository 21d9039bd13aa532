using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Processes;

/// <summary>Changes one text of a process: a form, a letter, a sample, what is told about it.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
[UploadLimit(MaximumRequest)]
public sealed class FilePageModel(ReserveDb db, BundleReader reader, IMediator mediator, Words words) : BundlePage(db, mediator, words)
{
    private const int MaximumRequest = 9_000_000;

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

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        (Text, RowVersion) = (Shown.Content.Text ?? "", Shown.RowVersion);
        Preview();
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
            return Page();
        }
        var result = await Mediator.Send(new SaveProcessDraft(Key, Named, Text, rowVersion, FilePath), cancellationToken);
        if (!result.IsOk)
        {
            this.Show(result, Words);
            return Page();
        }
        this.Done(Words["Сохранено в черновике."].Value);
        return LocalRedirect(Address("/file", $"&path={Uri.EscapeDataString(FilePath)}"));
    }

    /// <summary>Why the text cannot be what its file is; null when it can. A draft may have mistakes; a text that is no JSON is none.</summary>
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
            return $"Это не JSON: строка {bad.LineNumber + 1}, знак {bad.BytePositionInLine + 1}.";
        }
    }

    private void Preview()
    {
        if (Shown.Kind != BundleFileKind.Form)
            return;
        Form = TaskForm.TryParse(Text, out _);
        Findings = FormChecks.Of(Text);
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
