using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Documents.Templates;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Papers.Preview;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Processes;

/// <summary>A template of the draft filled with what an issued paper says, or with an example, as pages.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class TemplatePreviewModel(
    ReserveDb db,
    BundleReader reader,
    TemplateTrials trials,
    PagePreview preview,
    IMediator mediator,
    Words words
) : TemplatePage(db, reader, mediator, words)
{
    /// <summary>The paper whose data are taken; null for the example.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Paper { get; set; }

    /// <summary>The newest papers that this template made.</summary>
    public IReadOnlyList<TriedPaper> Papers { get; private set; } = [];

    public IReadOnlyList<TemplateProblem> Problems { get; private set; } = [];

    /// <summary>Null when there is nothing to be shown.</summary>
    public PagesShown? Shown { get; private set; }

    public bool HasExample { get; private set; }

    [Reads("PreviewTemplate", "Предпросмотр шаблона бумаги")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await Made(cancellationToken) is not { } made)
            return NotFound();
        if (made.Paper is { } paper)
            Shown = await preview.Of(paper, Path.GetExtension(FilePath), cancellationToken);
        Problems = made.Problems;
        return Page();
    }

    [Reads("PreviewTemplate", "Предпросмотр шаблона бумаги")]
    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken) =>
        await Made(cancellationToken) is { Paper: { } paper }
            ? File(paper, FileWords.TypeOf(FilePath), Path.GetFileName(FilePath))
            : NotFound();

    private async Task<TemplateTrial?> Made(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return null;
        Papers = await trials.Papers(Template, cancellationToken);
        var example = Example();
        HasExample = example is not null;
        if (Paper is { } id)
            return Papers.FirstOrDefault(paper => paper.Id == id) is { } chosen ? trials.Try(Template, Files.Now, chosen) : null;
        return example is { } data ? trials.Try(Template, Files.Now, data) : new TemplateTrial(null, []);
    }
}
