using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Candidates;

[Authorize(CandidatesRegistration.Enter)]
public sealed class RegisterModel(ReserveDb db, PersonKeeper persons, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    /// <summary>The contests that feed the reserve.</summary>
    public static readonly IReadOnlyList<string> Contests = ["Директор года", "Флагманы образования", "Учитель года", "Большая перемена"];

    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? LastName { get; set; }

        public string? FirstName { get; set; }

        public string? MiddleName { get; set; }

        public DateOnly? BirthDate { get; set; }

        public string? Snils { get; set; }

        public string? Email { get; set; }

        public string? Phone { get; set; }

        public string? Workplace { get; set; }

        public string? Position { get; set; }

        public DateOnly? PositionSince { get; set; }

        public bool IsManagerial { get; set; }

        public string? Institution { get; set; }

        public string? Qualification { get; set; }

        public int? GraduationYear { get; set; }

        public string? SubmittedBy { get; set; }

        public DateOnly? ConsentGivenOn { get; set; }

        public List<string> Contests { get; set; } = [];

        public bool IsAnotherPerson { get; set; }

        /// <summary>The known person who becomes a candidate.</summary>
        public Guid? Person { get; set; }

        public Guid? TargetPost { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool HasNamesake { get; private set; }

    /// <summary>Whom of the base the candidate may be.</summary>
    public IReadOnlyList<LikelyPerson> Likely { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(Command(), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Кандидат внесён, цикл резерва начат."].Value);
            return Redirect($"/candidates/{result.Value.Value}");
        }

        HasNamesake = result.IsRefused && result.Refusal is RegisterRefusal.SameNameAndBirthDate or RegisterRefusal.LikelyPerson;
        if (result.IsRefused && result.Refusal == RegisterRefusal.LikelyPerson)
            Likely = await persons.Likely(
                $"{Input.LastName} {Input.FirstName} {Input.MiddleName}",
                Input.BirthDate,
                Snils.Parse(Input.Snils)?.Digits,
                [],
                cancellationToken
            );
        this.Show(result, words, nameof(Input));
        await Load(cancellationToken);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        Posts = await PostDirectory.ToChoose(db, shown.Today, cancellationToken);
    }

    private RegisterCandidate Command() =>
        new()
        {
            Territory = Input.Territory ?? "",
            LastName = Input.LastName ?? "",
            FirstName = Input.FirstName ?? "",
            MiddleName = Input.MiddleName,
            BirthDate = Input.BirthDate,
            Snils = Input.Snils ?? "",
            Email = Input.Email,
            Phone = Input.Phone,
            Workplace = Input.Workplace ?? "",
            Position = Input.Position ?? "",
            SubmittedBy = Input.SubmittedBy,
            ConsentGivenOn = Input.ConsentGivenOn,
            Contests = [.. Input.Contests.Where(Contests.Contains)],
            IsAnotherPerson = Input.IsAnotherPerson,
            Person = Input.Person is { } person ? new PersonId(person) : null,
            TargetPost = Input.TargetPost is { } post ? new PostId(post) : null,
            Education = string.IsNullOrWhiteSpace(Input.Institution)
                ? []
                : [new EducationLine(Input.Institution.Trim(), Input.Qualification?.Trim() ?? "", Input.GraduationYear)],
            Career = Input.PositionSince is { } since
                ? [new CareerLine(since, null, Input.Workplace ?? "", Input.Position ?? "", Input.IsManagerial)]
                : [],
        };
}
