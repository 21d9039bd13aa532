using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Submit)]
[UploadLimit(64 * 1024 * 1024)]
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

        /// <summary>The case that ended with a refusal and is asked for again, or complained of.</summary>
        public Guid? Former { get; set; }

        public bool Appeal { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Of each file that was not taken why.</summary>
    public IReadOnlyList<string> FileFaults =>
        ModelState.TryGetValue($"{nameof(Input)}.{nameof(SubmitRequest.Files)}", out var entry)
            ? [.. entry.Errors.Select(error => error.ErrorMessage)]
            : [];

    public IReadOnlyList<Territory> Municipalities { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    /// <summary>Those whom the written name may mean.</summary>
    public IReadOnlyList<Namesake> Namesakes { get; private set; } = [];

    public sealed record Namesake(Guid Id, string Name, int? Born, string Territory);

    /// <summary>The former case with the reasons of its refusal, as far as the reader sees it.</summary>
    public FormerCase? Former { get; private set; }

    public async Task OnGetAsync(Guid? former, bool appeal, CancellationToken cancellationToken)
    {
        Input.Former = former;
        Input.Appeal = appeal;
        await Load(cancellationToken);
        if (Former is { } known)
            (Input.Territory, Input.Person, Input.Position) = (known.Territory, known.PersonName, known.Position);
        if (Input.Post is null)
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
                Input.Organization,
                FormerId,
                Input.Appeal
            )
            {
                Files = await GivenFiles.Of(Request, "files", cancellationToken),
            },
            cancellationToken
        );
        if (result.IsOk)
        {
            this.Done(words["Запрос зарегистрирован, дело № {0}.", result.Value.Number].Value);
            if (result.Value.Remarks.Length > 0)
                this.Refused(result.Value.Remarks);
            return this.LeaveTo($"/appointments/case/{result.Value.Case.Value}/documents");
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

    private AppointmentCaseId? FormerId => Input.Former is { } id ? new AppointmentCaseId(id) : null;

    private async Task Load(CancellationToken cancellationToken)
    {
        Former = FormerId is { } former ? await FormerCase.Find(db, former, cancellationToken) : null;
        Municipalities = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind != TerritoryKind.Federation && (row.Path == db.Scope || row.Path.StartsWith(db.Scope + ".")))
            .OrderBy(row => row.Kind == TerritoryKind.Region)
            .ThenBy(row => row.Name)
            .ToListAsync(cancellationToken);
        Posts = await PostDirectory.ToChoose(db, shown.Today, cancellationToken);
    }
}
