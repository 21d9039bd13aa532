using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Processes;

/// <summary>What the pages of a process's files have in common: which process, and for whom.</summary>
public abstract class BundlePage(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>The region whose own version it is; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    public string? TerritoryName { get; private set; }

    protected string? Named => string.IsNullOrWhiteSpace(Territory) ? null : Territory;

    protected IMediator Mediator => mediator;

    protected Words Words => words;

    /// <summary>The address of a page of this process, with its territory and more.</summary>
    public string Address(string page, string more = "") =>
        $"/processes/{Uri.EscapeDataString(Key)}{page}?territory={Uri.EscapeDataString(Named ?? "")}{more}";

    /// <summary>False when the territory is unknown.</summary>
    protected async Task<bool> LoadTerritory(CancellationToken cancellationToken)
    {
        if (Named is not { } path)
            return true;
        TerritoryName = await db.Set<Territory>()
            .Where(row => row.Path == path)
            .Select(row => row.Name)
            .SingleOrDefaultAsync(cancellationToken);
        return TerritoryName is not null;
    }

    /// <summary>Reads what the page shows; false when there is no such thing.</summary>
    protected abstract Task<bool> Load(CancellationToken cancellationToken);

    /// <summary>The page once more, with what is wrong.</summary>
    protected async Task<IActionResult> Again(string problem, CancellationToken cancellationToken)
    {
        this.Show(problem, words);
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    /// <inheritdoc cref="Again(string, CancellationToken)"/>
    private protected async Task<IActionResult> Again(IOutcome refused, CancellationToken cancellationToken)
    {
        this.Show(refused, words);
        return await Load(cancellationToken) ? Page() : NotFound();
    }
}
