using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>Writes a head into the base; what stands in the way is asked about where it is found.</summary>
[Authorize(PersonsRegistration.Keep)]
public sealed class NewHeadModel(ReserveDb db, PersonKeeper persons, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    public sealed class Form
    {
        public string? Territory { get; set; }

        public Guid? Person { get; set; }

        public string? FullName { get; set; }

        public Guid? Post { get; set; }

        public string? Position { get; set; }

        public string? Organization { get; set; }

        public DateOnly? StartsOn { get; set; }

        public DateOnly? EndsOn { get; set; }

        public string? ActNumber { get; set; }

        public DateOnly? ActDate { get; set; }

        public bool EndPredecessor { get; set; }

        /// <summary>Whether the person leaves what is held elsewhere: yes, no, not said.</summary>
        public bool? EndOthers { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    /// <summary>Those of the written name, when there are several.</summary>
    public IReadOnlyList<PersonRecord> Namesakes { get; private set; } = [];

    /// <summary>The person whose page led here.</summary>
    public PersonRecord? Known { get; private set; }

    public bool AsksOfPredecessor { get; private set; }

    public bool AsksOfOthers { get; private set; }

    public async Task OnGetAsync(string? territory, Guid? post, Guid? person, CancellationToken cancellationToken)
    {
        Input = new Form
        {
            Territory = territory,
            Post = post,
            Person = person,
        };
        await Load(cancellationToken);
        Input.Post ??= Posts.FirstOrDefault(row => row.Category == PostCategory.MunicipalHead)?.Id.Value;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(Command(), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Руководитель внесён в базу."].Value);
            var tenure = result.Value;
            var head = await db.Set<Tenure>().Where(row => row.Id == tenure).Select(row => row.HeadId).SingleAsync(cancellationToken);
            return Redirect($"/appointments/heads/{head.Value}");
        }

        this.Show(result, words, nameof(Input));
        if (result.IsRefused)
        {
            AsksOfPredecessor = result.Refusal is TenureRefusal.Taken && Input.EndsOn is null;
            AsksOfOthers = result.Refusal is TenureRefusal.HoldsAnother;
            if (result.Refusal is TenureRefusal.AmbiguousPerson)
                Namesakes = await persons.Named(Input.FullName ?? "", Territory.RegionOf(Input.Territory ?? ""), cancellationToken);
        }

        await Load(cancellationToken);
        return Page();
    }

    private AddTenure Command() =>
        new()
        {
            Territory = Input.Territory ?? "",
            Person = Input.Person is { } person ? new PersonId(person) : null,
            FullName = Input.FullName,
            Post = Input.Post is { } post ? new PostId(post) : null,
            Position = Input.Position,
            Organization = Input.Organization,
            StartsOn = Input.StartsOn,
            EndsOn = Input.EndsOn,
            ActNumber = Input.ActNumber ?? "",
            ActDate = Input.ActDate,
            EndPredecessor = Input.EndPredecessor,
            EndOthers = Input.EndOthers,
        };

    private async Task Load(CancellationToken cancellationToken)
    {
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        Posts = await PostDirectory.ToChoose(db, shown.Today, cancellationToken);
        if (Input.Person is { } person)
            Known = await persons.Find(new PersonId(person), cancellationToken);
    }
}
