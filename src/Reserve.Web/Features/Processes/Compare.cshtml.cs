using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>Two versions of a process, or a version and the draft (<c>to</c> not given).</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class CompareModel(ProcessQueries queries, BundleReader bundles, FormLoad load, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    public string FromName { get; private set; } = "";

    public string ToName { get; private set; } = "";

    public string FromUrl { get; private set; } = "";

    public string ToUrl { get; private set; } = "";

    public ProcessDifference Difference { get; private set; } = null!;

    /// <summary>What else than the drawing became other.</summary>
    public IReadOnlyList<FileDifference> Files { get; private set; } = [];

    /// <summary>The page that compares a file of rules, in sentences.</summary>
    public string RuleAddress(FileDifference file) =>
        $"/rules/{Key}/{Path.GetFileNameWithoutExtension(file.Path)}/compare{Request.QueryString}"
        + (ForTerritory is null ? "" : $"&territory={Uri.EscapeDataString(ForTerritory)}");

    /// <summary>Of each form that became other, who is in the middle of it.</summary>
    public IReadOnlyDictionary<string, List<FormLoadRow>> Busy { get; private set; } = new Dictionary<string, List<FormLoadRow>>();

    private string? ForTerritory { get; set; }

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
            // Where the draft does not change the drawing, it is that of the version.
            now = (await queries.Draft(Key, former.ForTerritory, cancellationToken))?.Xml ?? was;
            (ToName, ToUrl) = (words["черновик"].Value, $"/processes/{Key}/edit?handler=Xml&territory={former.ForTerritory}");
        }
        if (now is null)
            return NotFound();
        Difference = ProcessDifference.Between(was, now);
        ForTerritory = former.ForTerritory;
        var newerId = to is { } newerVersion ? new DefinitionId(newerVersion) : (DefinitionId?)null;
        Files = await bundles.Compare(new DefinitionId(from), newerId, Key, former.ForTerritory, cancellationToken) ?? [];
        var busy = new Dictionary<string, List<FormLoadRow>>();
        foreach (var form in Files.Where(file => file.Kind == BundleFileKind.Form && file.State != FileState.Added))
            busy[form.Path] = await load.Of(Key, former.ForTerritory, Path.GetFileNameWithoutExtension(form.Path), cancellationToken);
        Busy = busy;
        return Page();
    }

    private string NameOf(ProcessVersionRow version) =>
        words["версия {0}", version.Version].Value + (version.ForTerritory is null ? "" : $" ({version.ForTerritory})");
}
