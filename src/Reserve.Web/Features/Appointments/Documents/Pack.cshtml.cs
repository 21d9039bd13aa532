using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// All that is to be read of a case in one place: the list, one part as it looks, the search in all of them, and downloads.
/// </summary>
[Authorize(AppointmentsRegistration.Policy)]
internal sealed class PackModel(
    ReserveDb db,
    IMediator mediator,
    DocumentRights rights,
    PackContents contents,
    OpinionRights opinionRights,
    OpinionSheets sheets,
    Words words
) : PageModel
{
    private const int MostHits = 5;
    private const int Around = 70;

    /// <summary>A place where the words were found.</summary>
    internal sealed record Hit(string Before, string Words, string After);

    /// <summary>A part with what was found in it.</summary>
    internal sealed record Found(PackPart Part, int Count, IReadOnlyList<Hit> Hits);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The part that is read.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Part { get; set; }

    /// <summary>Words to look for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public AppointmentCase Case { get; private set; } = null!;

    public IReadOnlyList<PackPart> Parts { get; private set; } = [];

    /// <summary>The opinions that the reader sees: they are read here, and lie in no file that all members share.</summary>
    public IReadOnlyList<ExpertOpinion> Opinions { get; private set; } = [];

    public OpinionSheet Sheet { get; private set; } = OpinionSheet.Empty;

    public PackPart? Selected { get; private set; }

    public IReadOnlyList<Found> Hits { get; private set; } = [];

    /// <summary>The pack of what lies in the case now; null when nobody has asked for it.</summary>
    public CasePack? Pack { get; private set; }

    [Reads("ViewPack", "Просмотр комплекта дела")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        Selected = Parts.FirstOrDefault(part => part.Id == Part) ?? (Parts is [var first, ..] ? first : null);
        Opinions = await opinionRights.SeenIn(Case, cancellationToken);
        Sheet = await sheets.Of(Opinions, cancellationToken);
        if (Q?.Trim() is { Length: > 1 } wanted)
            Hits = await Search(wanted, cancellationToken);
        return Page();
    }

    /// <summary>How far the pack is, for the page that waits for it.</summary>
    public async Task<IActionResult> OnGetStateAsync(CancellationToken cancellationToken) =>
        await Load(cancellationToken) ? Partial("/Features/Appointments/Documents/_PackState.cshtml", this) : NotFound();

    public async Task<IActionResult> OnPostOrderAsync(CancellationToken cancellationToken)
    {
        var ordered = await mediator.Send(new OrderPack(new AppointmentCaseId(Id)), cancellationToken);
        this.Tell(ordered, words, "Комплект собирается.");
        return Redirect($"/appointments/case/{Id}/pack");
    }

    public async Task<IActionResult> OnGetPdfAsync(Guid pack, CancellationToken cancellationToken)
    {
        var read = await mediator.Send(new ReadPack(new CasePackId(pack)), cancellationToken);
        return read.IsOk ? File(read.Value.Pdf, "application/pdf", $"Материалы дела {read.Value.Number}.pdf") : NotFound();
    }

    public async Task<IActionResult> OnGetZipAsync(CancellationToken cancellationToken)
    {
        var taken = await mediator.Send(new TakePackFiles(new AppointmentCaseId(Id)), cancellationToken);
        if (!taken.IsOk)
            return NotFound();
        Response.ContentType = "application/zip";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"Файлы дела {taken.Value.Number}.zip");
        Response.Headers.ContentDisposition = disposition.ToString();
        await PackZip.Write(
            Response.BodyWriter.AsStream(),
            taken.Value.Parts,
            part => contents.Content(part, cancellationToken),
            cancellationToken
        );
        return new EmptyResult();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new AppointmentCaseId(Id);
        if (
            await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                is not { } appointment
            || !await rights.MayReadPack(id, cancellationToken)
        )
            return false;
        Case = appointment;
        Parts = await contents.Of(appointment, cancellationToken);
        var hash = PackContents.HashOf(Parts);
        Pack = await db.Set<CasePack>()
            .AsNoTracking()
            .Where(row => row.CaseId == id && row.Contents == hash)
            .SingleOrDefaultAsync(cancellationToken);
        return true;
    }

    private async Task<IReadOnlyList<Found>> Search(string wanted, CancellationToken cancellationToken)
    {
        var found = new List<Found>();
        var plain = Plain(wanted);
        foreach (var part in Parts)
        {
            var text = await contents.Text(part, cancellationToken);
            var (lower, hits, count) = (Plain(text), new List<Hit>(), 0);
            for (
                var at = lower.IndexOf(plain, StringComparison.Ordinal);
                at >= 0;
                at = lower.IndexOf(plain, at + plain.Length, StringComparison.Ordinal)
            )
            {
                if (count++ < MostHits)
                    hits.Add(
                        new Hit(
                            text[Math.Max(0, at - Around)..at],
                            text[at..(at + plain.Length)],
                            text[(at + plain.Length)..Math.Min(text.Length, at + plain.Length + Around)]
                        )
                    );
            }

            if (count > 0)
                found.Add(new Found(part, count, hits));
        }

        return found;
    }

    /// <summary>Letter by letter the same length: what is found in it is cut out of the text itself.</summary>
    private static string Plain(string text) =>
        string.Create(
            text.Length,
            text,
            static (plain, from) =>
            {
                for (var at = 0; at < plain.Length; at++)
                    plain[at] =
                        char.ToLowerInvariant(from[at]) is var letter && letter == 'ё' ? 'е'
                        : char.IsWhiteSpace(letter) ? ' '
                        : letter;
            }
        );
}
