using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Briefs;

/// <summary>Asks for a brief; other pages lead here with the person or the territory already chosen.</summary>
[Authorize(BriefsRegistration.Ask)]
public sealed class NewBriefModel(ReserveDb db, PersonSearch people, IMediator mediator, Words words) : PageModel
{
    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? Person { get; set; }

        public Guid? Candidate { get; set; }

        public string? Position { get; set; }

        public string? Purpose { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<Territory> Municipalities { get; private set; } = [];

    /// <summary>Whom the written name may mean, when it means several.</summary>
    public IReadOnlyList<KnownPerson> Meant { get; private set; } = [];

    /// <summary>The name of the candidate that was chosen.</summary>
    public string? Chosen { get; private set; }

    public async Task OnGetAsync(string? territory, Guid? candidate, CancellationToken cancellationToken)
    {
        (Input.Territory, Input.Candidate) = (territory, candidate);
        await Load(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(
            new RequestBrief(Input.Territory ?? "", Input.Person, Input.Candidate, Input.Position, Input.Purpose),
            cancellationToken
        );
        if (result.IsOk)
        {
            this.Done(words["Запрос зарегистрирован, № {0}.", result.Value.Number].Value);
            return Redirect($"/briefs/{result.Value.Request.Value}");
        }

        this.Show(result, words, nameof(Input));
        if (result.IsRefused && result.Refusal == RequestBriefRefusal.AmbiguousPerson)
            Meant = await people.Find(Input.Person!, Data.Territory.RegionOf(Input.Territory!), cancellationToken);
        await Load(cancellationToken);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        if (Input.Candidate is { } id)
        {
            var key = new CandidateId(id);
            var candidate = await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
            (Chosen, Input.Territory) = (candidate?.FullName, Input.Territory ?? candidate?.Territory);
            if (candidate is null)
                Input.Candidate = null;
        }

        Municipalities = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind == TerritoryKind.Municipality && (row.Path == db.Scope || row.Path.StartsWith(db.Scope + ".")))
            .OrderBy(row => row.Name)
            .ToListAsync(cancellationToken);
    }
}
