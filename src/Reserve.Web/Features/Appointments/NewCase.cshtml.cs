using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Submit)]
public sealed class NewCaseModel(ReserveDb db, IMediator mediator, PersonSearch people, Caller caller, TimeShown shown, Words words)
    : PageModel
{
    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? Person { get; set; }

        /// <summary>One of several of this name.</summary>
        public Guid? Chosen { get; set; }

        public Guid? Post { get; set; }

        public string? Position { get; set; }

        public string? Organization { get; set; }

        public string? Note { get; set; }

        public bool Outsider { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<Territory> Municipalities { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    /// <summary>Those whom the written name may mean.</summary>
    public IReadOnlyList<Namesake> Namesakes { get; private set; } = [];

    public sealed record Namesake(Guid Id, string Name, int? Born, string Territory);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Input.Post = Posts.FirstOrDefault(post => post.Category == PostCategory.MunicipalHead)?.Id.Value;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(
            new SubmitRequest(
                Input.Territory ?? "",
                Input.Person ?? "",
                Input.Position ?? "",
                Input.Note,
                Input.Outsider,
                Input.Chosen is { } person ? new PersonId(person) : null,
                Input.Post is { } post ? new PostId(post) : null,
                Input.Organization
            ),
            cancellationToken
        );
        if (result.IsOk)
        {
            this.Done(words["Запрос зарегистрирован, дело № {0}.", result.Value.Number].Value);
            return Redirect($"/appointments/case/{result.Value.Case.Value}");
        }

        this.Show(result, words, nameof(Input));
        if (result.IsRefused && result.Refusal == SubmitRequestRefusal.AmbiguousPerson)
            await OfferPeople(cancellationToken);
        await Load(cancellationToken);
        return Page();
    }

    /// <summary>The year of birth and the place tell them apart; nothing else is said of those whom the caller does not see.</summary>
    private async Task OfferPeople(CancellationToken cancellationToken)
    {
        var region = Territory.RegionOf(Input.Territory ?? "");
        using (caller.AsSystem(region))
        {
            var ids = (await people.Find(Input.Person ?? "", region, cancellationToken))
                .Select(person => person.PersonId)
                .OfType<PersonId>()
                .ToList();
            Namesakes = await (
                from person in db.Set<PersonRecord>().AsNoTracking()
                join territory in db.Set<Territory>() on person.Territory equals territory.Path
                where ids.Contains(person.Id)
                orderby person.SearchText, person.Id
                select new Namesake(
                    person.Id.Value,
                    person.LastName + " " + person.FirstName + " " + (person.MiddleName ?? ""),
                    person.BirthDate == null ? null : person.BirthDate.Value.Year,
                    territory.Name
                )
            ).ToListAsync(cancellationToken);
        }
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Municipalities = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind != TerritoryKind.Federation && (row.Path == db.Scope || row.Path.StartsWith(db.Scope + ".")))
            .OrderBy(row => row.Kind == TerritoryKind.Region)
            .ThenBy(row => row.Name)
            .ToListAsync(cancellationToken);
        Posts = await PostDirectory.ToChoose(db, shown.Today, cancellationToken);
    }
}
