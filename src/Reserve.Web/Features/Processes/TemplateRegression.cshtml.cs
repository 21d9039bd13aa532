using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Documents.Templates;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Papers.Preview;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Processes;

/// <summary>What becomes of an issued paper when the template changes.</summary>
public sealed record PaperDifference(TriedPaper Paper, IReadOnlyList<TemplateProblem> Problems, IReadOnlyList<ChangedLine> Lines);

/// <summary>A changed template tried on the newest papers of the one in force: what fails, and what says something else.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class TemplateRegressionModel(
    ReserveDb db,
    BundleReader reader,
    TemplateTrials trials,
    PagePreview preview,
    IMediator mediator,
    Words words
) : TemplatePage(db, reader, mediator, words)
{
    /// <summary>The papers; none where the draft does not change the template, or it has made none yet.</summary>
    public IReadOnlyList<PaperDifference> Papers { get; private set; } = [];

    public bool CountsPages => preview.IsAvailable;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (IsChanged)
            Papers =
            [
                .. (await trials.Compare(Template, Files.Was, Files.Now, cancellationToken)).Select(trial => new PaperDifference(
                    trial.Paper,
                    trial.Now.Problems,
                    FileDifference.OfOffice(trial.Was.Paper, trial.Now.Paper)
                )),
            ];
        return Page();
    }

    /// <summary>How many pages a paper has before and after; the page asks for each paper by itself, for it takes seconds.</summary>
    [Reads("PreviewTemplate", "Предпросмотр шаблона бумаги")]
    public async Task<IActionResult> OnGetPagesAsync(Guid paper, CancellationToken cancellationToken)
    {
        if (
            !await Load(cancellationToken)
            || (await trials.Papers(Template, cancellationToken)).Find(tried => tried.Id == paper) is not { } found
        )
            return NotFound();
        var was = await Pages(trials.Try(Template, Files.Was, found), cancellationToken);
        var now = await Pages(trials.Try(Template, Files.Now, found), cancellationToken);
        return Content($"{was} → {now}", "text/plain; charset=utf-8");
    }

    private async Task<string> Pages(TemplateTrial trial, CancellationToken cancellationToken) =>
        trial.Paper is { } paper && await preview.Of(paper, Path.GetExtension(FilePath), cancellationToken) is PagesShown.Ready ready
            ? ready.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : "—";
}
