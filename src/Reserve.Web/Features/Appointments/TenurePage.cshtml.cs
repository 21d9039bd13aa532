using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>One tenure: corrected, or ended by an act.</summary>
[Authorize(PersonsRegistration.Keep)]
public sealed class TenurePageModel(ReserveDb db, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    public sealed class Form
    {
        public Guid? Post { get; set; }

        public string? Position { get; set; }

        public string? Organization { get; set; }

        public DateOnly? StartsOn { get; set; }

        public DateOnly? EndsOn { get; set; }

        public string? ActNumber { get; set; }

        public DateOnly? ActDate { get; set; }
    }

    public sealed class Dismissal
    {
        public DateOnly? LastDay { get; set; }

        public string? ActNumber { get; set; }

        public DateOnly? ActDate { get; set; }

        public string? Reason { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Form Input { get; private set; } = new();

    public Dismissal End { get; private set; } = new();

    public Tenure Tenure { get; private set; } = null!;

    public CurrentHead Head { get; private set; } = null!;

    public string TerritoryName { get; private set; } = "";

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    [Reads("ViewHead", "Просмотр руководителя")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        Input = new Form
        {
            Post = Tenure.PostId is { } post && Posts.Any(row => row.Id == post) ? post.Value : null,
            Position = Tenure.Position,
            Organization = Tenure.Organization,
            StartsOn = Tenure.StartsOn,
            EndsOn = Tenure.EndsOn,
            ActNumber = Tenure.ActNumber,
            ActDate = Tenure.ActDate,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "Input")] Form input, CancellationToken cancellationToken)
    {
        Input = input;
        if (!await Load(cancellationToken))
            return NotFound();
        var result = await mediator.Send(
            new ChangeTenure(
                new TenureId(Id),
                input.Post is { } post ? new PostId(post) : null,
                input.Position,
                input.Organization,
                input.StartsOn,
                input.EndsOn,
                input.ActNumber ?? "",
                input.ActDate
            ),
            cancellationToken
        );
        return Answer(result, "Запись исправлена.", nameof(Input));
    }

    public async Task<IActionResult> OnPostEndAsync([Bind(Prefix = "End")] Dismissal end, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        End = end;
        if (Tenure is null)
            return NotFound();
        var result = await mediator.Send(
            new EndTenure(new TenureId(Id), end.LastDay, end.ActNumber ?? "", end.ActDate, end.Reason ?? ""),
            cancellationToken
        );
        return Answer(result, "Освобождение записано.", nameof(End));
    }

    private IActionResult Answer(Commands.Result<Commands.Done, TenureRefusal> result, string done, string prefix)
    {
        if (!result.IsOk)
        {
            this.Show(result, words, prefix);
            return Page();
        }

        this.Done(words[done].Value);
        return Redirect($"/appointments/heads/{Head.Id.Value}");
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new TenureId(Id);
        if (await db.Set<Tenure>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } tenure)
            return false;
        Tenure = tenure;
        Head = await db.Set<CurrentHead>().AsNoTracking().SingleAsync(row => row.Id == tenure.HeadId, cancellationToken);
        TerritoryName = await db.Set<Territory>()
            .Where(row => row.Path == tenure.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        Posts = await PostDirectory.ToChoose(db, shown.Today, cancellationToken);
        return true;
    }
}
