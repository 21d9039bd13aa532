using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Persons;

/// <summary>A person with all roles, the career, the papers, and the records that may be the same person.</summary>
[Authorize(PersonsRegistration.Policy)]
public sealed class PersonPageModel(
    ReserveDb db,
    PersonKeeper persons,
    People people,
    Caller caller,
    IServiceProvider services,
    IMediator mediator,
    Words words
) : PageModel
{
    public sealed class Form
    {
        public string? LastName { get; set; }

        public string? FirstName { get; set; }

        public string? MiddleName { get; set; }

        public DateOnly? BirthDate { get; set; }

        public string? Snils { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Form Input { get; private set; } = new();

    public PersonRecord Person { get; private set; } = null!;

    public string TerritoryName { get; private set; } = "";

    public IReadOnlyList<PersonRole> Roles { get; private set; } = [];

    public IReadOnlyList<PersonWork> Career { get; private set; } = [];

    public IReadOnlyList<PersonPaper> Papers { get; private set; } = [];

    public IReadOnlyList<LikelyPerson> Likely { get; private set; } = [];

    /// <summary>Territories of those by name.</summary>
    public IReadOnlyDictionary<string, string> Territories { get; private set; } = new Dictionary<string, string>();

    /// <summary>Merges of this person's records, the newest first, with the name that stood in the other record.</summary>
    public IReadOnlyList<(PersonMerge Merge, string Name)> Merges { get; private set; } = [];

    public IReadOnlyList<Person> Users { get; private set; } = [];

    public string? UserName { get; private set; }

    public bool Keeps => User.IsInRole(Access.Roles.HrOfficer);

    /// <summary>Numbers are for those who work with the record.</summary>
    public bool SeesIdentity => Keeps || User.IsInRole(Access.Roles.CommissionSecretary);

    public string? Snils => Persons.Snils.Parse(Person.Snils)?.ToString();

    [Reads("ViewPerson", "Просмотр человека")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        // A merged record is seen with the one that speaks for it.
        if (Person.Id.Value != Id)
            return Redirect($"/people/{Person.Id.Value}");
        Input = new Form
        {
            LastName = Person.LastName,
            FirstName = Person.FirstName,
            MiddleName = Person.MiddleName,
            BirthDate = Person.BirthDate,
            Snils = Snils,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "Input")] Form input, CancellationToken cancellationToken)
    {
        Input = input;
        return await Answer(
            await mediator.Send(
                new ChangePerson(
                    new PersonId(Id),
                    input.LastName ?? "",
                    input.FirstName ?? "",
                    input.MiddleName,
                    input.BirthDate,
                    input.Snils
                ),
                cancellationToken
            ),
            "Сведения сохранены.",
            cancellationToken
        );
    }

    public async Task<IActionResult> OnPostMergeAsync(Guid other, string? reason, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new MergePersons(new PersonId(Id), new PersonId(other), reason ?? ""), cancellationToken),
            "Записи объединены.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostUndoAsync(Guid merge, string? reason, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new UndoPersonMerge(new PersonMergeId(merge), reason ?? ""), cancellationToken),
            "Объединение отменено.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostUserAsync(Guid? account, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new LinkPersonUser(new PersonId(Id), account), cancellationToken),
            "Учётная запись записана.",
            cancellationToken
        );

    private async Task<IActionResult> Answer(IOutcome result, string done, CancellationToken cancellationToken)
    {
        if (result.IsOk)
        {
            this.Done(words[done].Value);
            return Redirect($"/people/{Id}");
        }

        this.Show(result, words, nameof(Input));
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await persons.Find(new PersonId(Id), cancellationToken) is not { } person)
            return false;
        Person = person;
        var records = await persons.Records(person.Id, cancellationToken);
        var parts = new List<PersonPart>();
        foreach (var part in services.GetServices<IPersonParts>())
            parts.Add(await part.Of(records, cancellationToken));
        Roles = [.. parts.SelectMany(part => part.Roles).OrderBy(role => role.To is not null).ThenByDescending(role => role.From)];
        Career = [.. parts.SelectMany(part => part.Career ?? []).Distinct().OrderByDescending(work => work.From)];
        Papers = [.. parts.SelectMany(part => part.Papers ?? []).OrderByDescending(paper => paper.At)];
        Likely = await persons.Likely(person.FullName, person.BirthDate, person.Snils, records, cancellationToken);
        var paths = Likely.Select(likely => likely.Territory).Append(person.Territory).Distinct().ToList();
        Territories = await db.Set<Territory>()
            .Where(row => paths.Contains(row.Path))
            .ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
        TerritoryName = Territories[person.Territory];
        Merges =
        [
            .. (
                await (
                    from merge in db.Set<PersonMerge>().AsNoTracking()
                    join other in db.Set<PersonRecord>() on merge.GoneId equals other.Id
                    where records.Contains(merge.KeptId) || records.Contains(merge.GoneId)
                    orderby merge.At descending
                    select new { merge, other }
                ).ToListAsync(cancellationToken)
            ).Select(row => (row.merge, row.other.FullName)),
        ];
        UserName = person.UserId is { } user ? await people.NameOf(user, cancellationToken) : null;
        if (Keeps)
            Users =
            [
                .. (await people.OfRole(caller.Territory ?? "", cancellationToken, [.. Access.Roles.All])).OrderBy(row => row.DisplayName),
            ];
        return true;
    }
}
