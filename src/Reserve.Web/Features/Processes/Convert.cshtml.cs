using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>What a draft holds of other tools: what has an equivalent is converted when it is chosen, the rest is listed.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class ConvertModel(ProcessReader reader, IMediator mediator, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>The region whose own order is drawn; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    public Editable Editable { get; private set; } = null!;

    public ForeignOffer Offer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await Load(cancellationToken) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(string[] chosen, string? executable, int? rowVersion, CancellationToken cancellationToken)
    {
        if (await Load(cancellationToken) is not { } drawing)
            return NotFound();
        var known = Offer
            .Proposals.Select(proposal => proposal.Key)
            .Intersect(chosen, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        var process = Offer.Executables.FirstOrDefault(candidate => candidate.ProcessId == executable)?.ProcessId;
        if (known.Count == 0 && process is null)
        {
            this.Show("Ничего не выбрано.", words);
            return Page();
        }

        var result = await mediator.Send(
            new SaveProcessDraft(Key, Named, ForeignFile.Apply(drawing, known, process), rowVersion),
            cancellationToken
        );
        if (!result.IsOk)
        {
            this.Show(result, words);
            return Page();
        }

        this.Done(words["Преобразовано: {0}.", known.Count + (process is null ? 0 : 1)].Value);
        return RedirectToPage("Editor", new { Key, Territory });
    }

    private string? Named => string.IsNullOrWhiteSpace(Territory) ? null : Territory;

    private async Task<BpmnFile?> Load(CancellationToken cancellationToken)
    {
        if (
            await reader.ForEditing(Key, Named, cancellationToken) is not { } editable
            || BpmnReader.Read(editable.Xml).File is not { } drawing
        )
            return null;
        (Editable, Offer) = (editable, ForeignFile.Offer(drawing));
        return drawing;
    }
}
