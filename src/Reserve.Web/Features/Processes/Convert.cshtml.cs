using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>What a draft holds of other tools: what has an equivalent is converted when it is chosen, the rest is listed.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class ConvertModel(ReserveDb db, BundleReader bundles, IMediator mediator, Words words) : BundlePage(db, mediator, words)
{
    private BpmnFile drawing = null!;

    public int? RowVersion { get; private set; }

    public ForeignOffer Offer { get; private set; } = null!;

    /// <summary>What the process is called.</summary>
    public string Name => DrawingName.Of(drawing, Key);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string[] chosen, string? executable, int? rowVersion, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var known = Offer
            .Proposals.Select(proposal => proposal.Key)
            .Intersect(chosen, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        var process = Offer.Executables.FirstOrDefault(candidate => candidate.ProcessId == executable)?.ProcessId;
        if (known.Count == 0 && process is null)
        {
            this.Show("Ничего не выбрано.", Words);
            return Page();
        }

        var result = await Mediator.Send(
            new SaveProcessDraft(Key, Named, ForeignFile.Apply(drawing, known, process), rowVersion),
            cancellationToken
        );
        if (!result.IsOk)
        {
            this.Show(result, Words);
            return Page();
        }

        this.Done(Words["Преобразовано: {0}.", known.Count + (process is null ? 0 : 1)].Value);
        return RedirectToPage("Editor", new { Key, Territory });
    }

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (
            await bundles.File(Key, Named, ProcessBundle.Drawing, cancellationToken) is not { } file
            || BpmnReader.Read(file.Content.Text!).File is not { } read
        )
            return false;
        (drawing, RowVersion, Offer) = (read, file.RowVersion, ForeignFile.Offer(read));
        return true;
    }
}
