using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Declension;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Candidates;

/// <summary>How a candidate's names decline: by the rules, or as an officer decides once.</summary>
[Authorize(CandidatesRegistration.Enter)]
public sealed class DeclensionModel(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    /// <summary>One name's forms as they are typed.</summary>
    public sealed class Line
    {
        public string? Genitive { get; set; }

        public string? Dative { get; set; }

        public string? Accusative { get; set; }

        public string? Instrumental { get; set; }

        public string? Prepositional { get; set; }

        internal static Line Of(CaseForms forms) =>
            new()
            {
                Genitive = forms.Genitive,
                Dative = forms.Dative,
                Accusative = forms.Accusative,
                Instrumental = forms.Instrumental,
                Prepositional = forms.Prepositional,
            };

        internal NameLine ToLine() => new(Genitive ?? "", Dative ?? "", Accusative ?? "", Instrumental ?? "", Prepositional ?? "");
    }

    public sealed class Form
    {
        public Line LastName { get; set; } = new();

        public Line FirstName { get; set; } = new();

        public Line MiddleName { get; set; } = new();
    }

    /// <summary>A name with what is known of its forms.</summary>
    /// <param name="Field">The name of its fields.</param>
    /// <param name="Label">What kind of name it is.</param>
    /// <param name="Name">The nominative.</param>
    /// <param name="ByRules">What the rules say.</param>
    /// <param name="IsDecided">Whether a person has said otherwise, or confirmed a doubtful one.</param>
    public sealed record Part(string Field, string Label, string Name, CaseForms ByRules, bool IsDecided);

    [BindProperty]
    public Form Input { get; set; } = new();

    public Guid Id { get; private set; }

    public string FullName { get; private set; } = "";

    public IReadOnlyList<Part> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Load(id, cancellationToken) is not { } candidate)
            return NotFound();
        var name = candidate.Name;
        Input = new()
        {
            LastName = Line.Of(name.KnownSurname ?? Parts[0].ByRules),
            FirstName = Line.Of(name.KnownFirstName ?? Parts[1].ByRules),
            MiddleName = Line.Of(name.KnownPatronymic ?? (Parts.Count > 2 ? Parts[2].ByRules : Parts[0].ByRules)),
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Load(id, cancellationToken) is null)
            return NotFound();
        var result = await mediator.Send(
            new DecideNameForms(
                new CandidateId(id),
                Input.LastName.ToLine(),
                Input.FirstName.ToLine(),
                Parts.Count > 2 ? Input.MiddleName.ToLine() : null
            ),
            cancellationToken
        );
        if (result.IsOk)
        {
            this.Done(words["Формы имени сохранены."].Value);
            return Redirect($"/candidates/{id}");
        }

        this.Show(result, words, nameof(Input));
        return Page();
    }

    private async Task<Candidate?> Load(Guid id, CancellationToken cancellationToken)
    {
        var key = new CandidateId(id);
        var candidate = await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (candidate is null)
            return null;
        (Id, FullName) = (id, candidate.FullName);
        var name = candidate.Name;
        var gender = NameDeclension.GenderOf(name);
        Parts =
        [
            .. new[]
            {
                new Part("LastName", "Фамилия", name.Surname, Of(NamePart.Surname, name.Surname), name.KnownSurname is not null),
                new Part("FirstName", "Имя", name.FirstName, Of(NamePart.FirstName, name.FirstName), name.KnownFirstName is not null),
                new Part(
                    "MiddleName",
                    "Отчество",
                    name.Patronymic,
                    Of(NamePart.Patronymic, name.Patronymic),
                    name.KnownPatronymic is not null
                ),
            }.Where(part => part.Name.Length > 0),
        ];
        return candidate;

        CaseForms Of(NamePart part, string text) => NameDeclension.Forms(part, text, gender);
    }
}
