using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Submit)]
public sealed class NewCaseModel(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? Person { get; set; }

        public string? Position { get; set; }

        public string? Note { get; set; }

        public bool Outsider { get; set; }

        /// <summary>The case that ended with a refusal and is asked for again, or complained of.</summary>
        public Guid? Former { get; set; }

        public bool Appeal { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new() { Position = RegisterRequestHandler.DefaultPosition };

    public IReadOnlyList<Territory> Municipalities { get; private set; } = [];

    /// <summary>The former case with the reasons of its refusal, as far as the reader sees it.</summary>
    public FormerCase? Former { get; private set; }

    public async Task OnGetAsync(Guid? former, bool appeal, CancellationToken cancellationToken)
    {
        Input.Former = former;
        Input.Appeal = appeal;
        await Load(cancellationToken);
        if (Former is { } known)
            (Input.Territory, Input.Person, Input.Position) = (known.Territory, known.PersonName, known.Position);
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
                FormerId,
                Input.Appeal
            ),
            cancellationToken
        );
        if (result.IsOk)
        {
            this.Done(words["Запрос зарегистрирован, дело № {0}.", result.Value.Number].Value);
            return Redirect($"/appointments/case/{result.Value.Case.Value}");
        }

        this.Show(result, words, nameof(Input));
        await Load(cancellationToken);
        return Page();
    }

    private AppointmentCaseId? FormerId => Input.Former is { } id ? new AppointmentCaseId(id) : null;

    private async Task Load(CancellationToken cancellationToken)
    {
        Former = FormerId is { } former ? await FormerCase.Find(db, former, cancellationToken) : null;
        Municipalities = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind == TerritoryKind.Municipality && (row.Path == db.Scope || row.Path.StartsWith(db.Scope + ".")))
            .OrderBy(row => row.Name)
            .ToListAsync(cancellationToken);
    }
}
