using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed partial class ProcessesModel(ReserveDb db, ProcessQueries queries, IMediator mediator, Words words) : PageModel
{
    public sealed record DraftOnly(string Key, string? ForTerritory);

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public IReadOnlyList<ProcessRow> Rows { get; private set; } = [];

    /// <summary>Drafts of processes that were never published.</summary>
    public IReadOnlyList<DraftOnly> Drafts { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Territories { get; private set; } = new Dictionary<string, string>();

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        await Load(cancellationToken);
        var name = Name?.Trim() ?? "";
        var key = Key?.Trim() ?? "";
        if (name.Length is 0 or > 200)
            ModelState.AddModelError(nameof(Name), words["Укажите название."].Value);
        if (!KeyForm().IsMatch(key))
            ModelState.AddModelError(nameof(Key), words["Ключ: строчные латинские буквы, цифры и дефис, первой буква."].Value);
        else if (Rows.Any(row => row.Key == key) || Drafts.Any(draft => draft.Key == key))
            ModelState.AddModelError(nameof(Key), words["Процесс с таким ключом уже есть."].Value);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        // Whoever does not work for the whole country draws for the own territory.
        var own = db.Scope == Data.Territory.Federation ? null : db.Scope;
        var result = await mediator.Send(new SaveProcessDraft(key, own, NewProcess.Drawing(key, name), null), cancellationToken);
        if (result.IsOk)
            return LocalRedirect($"/processes/{key}/edit{(own is null ? "" : $"?territory={own}")}");
        this.Show(result, words);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Rows = await queries.Processes(cancellationToken);
        Drafts = await db
            .Database.SqlQuery<DraftOnly>(
                $"""
                select p.key as "Key", p.for_territory as "ForTerritory" from process_draft p
                where p.path = {ProcessBundle.Drawing}
                  and not exists (select from process_definition d where d.key = p.key and d.for_territory is not distinct
                    from p.for_territory)
                order by p.key, p.for_territory nulls first
                """
            )
            .ToListAsync(cancellationToken);
        var paths = Rows.Select(row => row.ForTerritory)
            .Concat(Drafts.Select(draft => draft.ForTerritory))
            .OfType<string>()
            .Distinct()
            .ToArray();
        Territories = await db.Set<Territory>()
            .Where(territory => paths.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{1,58}$")]
    internal static partial Regex KeyForm();
}
