using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Finds the post that a wording means, however it is spelled; what the directory does not know it keeps as a proposal.</summary>
internal sealed class PostFinder(ReserveDb db, Caller caller)
{
    /// <summary>
    /// By name or by another wording of it, nearest territory first; else the head of the authority, of which there is one; else the
    /// wording as a proposal. A proposal that turned out to be a known post gives that.
    /// </summary>
    public async Task<Post> Of(string wording, string territory, CancellationToken cancellationToken)
    {
        var inUse = (await InUse(territory, cancellationToken))
            .OrderBy(post => post.IsProposal)
            .ThenByDescending(post => post.ForTerritory?.Length ?? 0)
            .ThenBy(post => post.Id.Value)
            .ToList();
        var plain = NameMatch.Plain(wording);
        var found = inUse.Find(post => post.Aliases.Append(post.Name).Any(spelling => NameMatch.Plain(spelling) == plain));
        if (found is null && PostWords.Guess(wording).Category == PostCategory.MunicipalHead)
            found = inUse.Find(post => post is { IsProposal: false, Category: PostCategory.MunicipalHead });
        if (found is { SameAs: { } known })
            return await db.Set<Post>().SingleAsync(post => post.Id == known, cancellationToken);
        if (found is not null)
            return found;
        var proposal = Post.Propose(wording, Territory.RegionOf(territory), caller.Stamp());
        db.Add(proposal);
        return proposal;
    }

    /// <summary>The chosen post, or what the wording means; null when there is neither, or the chosen one is none.</summary>
    public async Task<Post?> Chosen(PostId? chosen, string? wording, string territory, CancellationToken cancellationToken)
    {
        if (chosen is { } id)
            return await db.Set<Post>().SingleOrDefaultAsync(post => post.Id == id && post.SameAs == null, cancellationToken);
        return string.IsNullOrWhiteSpace(wording) ? null : await Of(wording, territory, cancellationToken);
    }

    /// <summary>Those for all, for this territory, and for one around it, retired ones and proposals too.</summary>
    private async Task<List<Post>> InUse(string territory, CancellationToken cancellationToken)
    {
        var around = Around(territory);
        var stored = await db.Set<Post>()
            .Where(post => post.ForTerritory == null || around.Contains(post.ForTerritory))
            .ToListAsync(cancellationToken);
        // What this transaction has proposed already is not in the database yet.
        return [.. stored.Union(db.Set<Post>().Local.Where(post => post.ForTerritory is { } own && around.Contains(own)))];
    }

    /// <summary>A territory and those around it: the municipality, its region, the federation.</summary>
    internal static string[] Around(string territory)
    {
        var parts = territory.Split('.');
        return [.. Enumerable.Range(1, parts.Length).Select(count => string.Join('.', parts.Take(count)))];
    }
}
