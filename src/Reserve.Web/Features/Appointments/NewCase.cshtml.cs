using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Submit)]
[UploadLimit(64 * 1024 * 1024)]
public sealed class NewCaseModel(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? Person { get; set; }

        public string? Position { get; set; }

        public string? Note { get; set; }

        public bool Outsider { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new() { Position = RegisterRequestHandler.DefaultPosition };

    /// <summary>Of each file that was not taken why.</summary>
    public IReadOnlyList<string> FileFaults =>
        ModelState.TryGetValue($"{nameof(Input)}.{nameof(SubmitRequest.Files)}", out var entry)
            ? [.. entry.Errors.Select(error => error.ErrorMessage)]
            : [];

    public IReadOnlyList<Territory> Municipalities { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(
            new SubmitRequest(Input.Territory ?? "", Input.Person ?? "", Input.Position ?? "", Input.Note, Input.Outsider)
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
        await Load(cancellationToken);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken) =>
        Municipalities = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind == TerritoryKind.Municipality && (row.Path == db.Scope || row.Path.StartsWith(db.Scope + ".")))
            .OrderBy(row => row.Name)
            .ToListAsync(cancellationToken);
}
