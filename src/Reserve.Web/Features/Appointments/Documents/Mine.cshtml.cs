using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>The requests of the reader's authority: where each is, what is awaited from the reader, what was answered.</summary>
[Authorize(AppointmentsRegistration.Mine)]
internal sealed class MineModel(
    ReserveDb db,
    TaskQueries tasks,
    PaperArchive archive,
    CaseDocuments documents,
    DocumentKinds kinds,
    TimeShown shown
) : PageModel
{
    public const int Size = 20;

    /// <summary>What the reader is to do.</summary>
    internal sealed record Awaited(string What, string Address, DateTimeOffset? Due);

    internal sealed record Row(
        AppointmentCase Case,
        string Municipality,
        IReadOnlyList<Awaited> Awaited,
        IReadOnlyList<string> Missing,
        Decision? Answer,
        IReadOnlyList<PaperLine> Papers
    );

    /// <summary>Finished ones, too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public DateOnly Today => shown.Today;

    [Reads("ViewOwnRequests", "Просмотр своих заявок")]
    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        var cases = db.Set<AppointmentCase>().AsNoTracking().Where(row => All || row.ClosedAt == null);
        Total = await cases.CountAsync(cancellationToken);
        var found = await cases
            .Join(db.Set<Territory>(), row => row.Territory, territory => territory.Path, (row, territory) => new { row, territory.Name })
            .OrderByDescending(one => one.row.Serial)
            .Skip((Number - 1) * Size)
            .Take(Size)
            .ToListAsync(cancellationToken);
        var rows = new List<Row>(found.Count);
        foreach (var one in found)
            rows.Add(await RowOf(one.row, one.Name, cancellationToken));
        Rows = rows;
    }

    private async Task<Row> RowOf(AppointmentCase appointment, string municipality, CancellationToken cancellationToken)
    {
        var open = appointment.IsClosed ? [] : await tasks.OpenAbout(appointment.Subject, cancellationToken);
        var answer = await db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == appointment.Id)
            .OrderByDescending(row => row.DecidedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return new Row(
            appointment,
            municipality,
            [.. open.Select(task => Of(task, appointment)).OfType<Awaited>()],
            appointment.State == CaseState.Returned ? await Missing(appointment, cancellationToken) : [],
            answer,
            await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value), cancellationToken)
        );
    }

    private async Task<IReadOnlyList<string>> Missing(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        var set = SetOfDocuments.Of(await kinds.Of(appointment, cancellationToken), await documents.Of(appointment.Id, cancellationToken));
        return [.. set.Missing.Select(kind => kind.Kind.Shown), .. set.Remarks];
    }

    private static Awaited? Of(OpenTask task, AppointmentCase appointment) =>
        task.Command == TaskCommands.NameOf<SubmitCorrection>()
            ? new Awaited("Дополнить комплект и отправить его снова", $"/appointments/case/{appointment.Id.Value}/documents", task.DueAt)
        : task.Command == TaskCommands.NameOf<EnterAct>()
            ? new Awaited("Внести акт о назначении", $"/appointments/case/{appointment.Id.Value}/act", task.DueAt)
        : null;
}
