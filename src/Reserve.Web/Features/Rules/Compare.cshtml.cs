using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Rules;

/// <summary>Two versions of a file of rules, or a version and the draft (<c>to</c> not given).</summary>
[Authorize(RulesRegistration.Policy)]
public sealed class CompareModel(RuleReader reader, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Process { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "file")]
    public string FileName { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    public RulePlace Place => new(Process, string.IsNullOrWhiteSpace(Territory) ? null : Territory, FileName);

    public string FromName { get; private set; } = "";

    public string ToName { get; private set; } = "";

    public RuleDifference Difference { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid from, Guid? to, CancellationToken cancellationToken)
    {
        if (await Content(from, cancellationToken) is not { } was)
            return NotFound();
        var now =
            to is { } id ? await Content(id, cancellationToken)
            : await reader.Draft(Place, cancellationToken) is { } draft ? (words["черновик"].Value, draft.Xml)
            : null;
        if (now is not { } latter)
            return NotFound();
        (FromName, ToName) = (was.Name, latter.Name);
        Difference = RuleDifference.Between(was.Xml, latter.Xml);
        return Page();
    }

    private async Task<(string Name, string Xml)?> Content(Guid definition, CancellationToken cancellationToken) =>
        await reader.Find(Place, definition, cancellationToken) is { } found
            ? (words["версия {0}", found.Version].Value, found.Content)
            : null;
}
