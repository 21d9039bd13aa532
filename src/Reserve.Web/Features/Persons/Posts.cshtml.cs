using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Persons;

/// <summary>The directory of posts: those for all, those of the reader's territories, and what others have proposed.</summary>
[Authorize(PersonsRegistration.Posts)]
public sealed class PostsModel(ReserveDb db, TimeShown shown) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public PostLevel? Level { get; set; }

    [BindProperty(SupportsGet = true)]
    public PostCategory? Category { get; set; }

    /// <summary>Also those that can be chosen no more.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Retired { get; set; }

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    public IReadOnlyList<Post> Proposals { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Territories { get; private set; } = new Dictionary<string, string>();

    public DateOnly Today => shown.Today;

    public bool MayAdd => User.IsInRole(Roles.HrOfficer) || User.IsInRole(Roles.Administrator);

    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && Level is null && Category is null && !Retired;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var today = Today;
        var posts = PostDirectory.Within(db).Where(post => post.SameAs == null);
        if (Level is { } level)
            posts = posts.Where(post => post.Level == level);
        if (Category is { } category)
            posts = posts.Where(post => post.Category == category);
        if (!Retired)
            posts = posts.Where(post => post.ValidTo == null || post.ValidTo >= today);
        var found = await posts.OrderBy(post => post.Name).ThenBy(post => post.Id).ToListAsync(cancellationToken);
        var words = NameMatch.Plain(Q ?? "");
        found = found.FindAll(post =>
            post.Aliases.Append(post.Name).Any(name => NameMatch.Plain(name).Contains(words, StringComparison.Ordinal))
        );
        Posts = [.. found.Where(post => !post.IsProposal).OrderBy(post => post.Level).ThenBy(post => post.Category)];
        Proposals = found.FindAll(post => post.IsProposal);
        var paths = found.Select(post => post.ForTerritory).OfType<string>().Distinct().ToList();
        Territories = await db.Set<Territory>()
            .Where(row => paths.Contains(row.Path))
            .ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
    }
}
