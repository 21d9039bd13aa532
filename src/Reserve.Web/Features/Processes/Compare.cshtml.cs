using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>Two versions of a process, or a version and the draft (<c>to</c> not given).</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class CompareModel(ProcessQueries queries, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    public string FromName { get; private set; } = "";

    public string ToName { get; private set; } = "";

    public string FromUrl { get; private set; } = "";

    public string ToUrl { get; private set; } = "";

    public ProcessDifference Difference { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid from, Guid? to, CancellationToken cancellationToken)
    {
        var versions = await queries.Versions(Key, cancellationToken);
        if (
            versions.FirstOrDefault(version => version.DefinitionId == from) is not { } former
            || await queries.Xml(new DefinitionId(from), cancellationToken) is not { } was
        )
            return NotFound();
        (FromName, FromUrl) = (NameOf(former), $"/drawings/{from}");
        string? now;
        if (to is { } id)
        {
            if (versions.FirstOrDefault(version => version.DefinitionId == id) is not { } newer)
                return NotFound();
            now = await queries.Xml(new DefinitionId(id), cancellationToken);
            (ToName, ToUrl) = (NameOf(newer), $"/drawings/{id}");
        }
        else
        {
            now = (await queries.Draft(Key, former.ForTerritory, cancellationToken))?.Xml;
            (ToName, ToUrl) = (words["черновик"].Value, $"/processes/{Key}/edit?handler=Xml&territory={former.ForTerritory}");
        }
        if (now is null)
            return NotFound();
        Difference = ProcessDifference.Between(was, now);
        return Page();
    }

    private string NameOf(ProcessVersionRow version) =>
        words["версия {0}", version.Version].Value + (version.ForTerritory is null ? "" : $" ({version.ForTerritory})");
}
