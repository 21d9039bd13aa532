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
        var known = (await InUse(territory, cancellationToken))
            .OrderBy(post => post.IsProposal)
            .ThenByDescending(post => post.ForTerritory?.Length ?? 0)
            .ThenBy(post => post.Id.Value)
            .ToList();
        var plain = NameMatch.Plain(wording);
        var found = known.Find(post => post.Aliases.Append(post.Name).Any(spelling => NameMatch.Plain(spelling) == plain));
        if (found is null && PostWords.Guess(wording).Category == PostCategory.MunicipalHead)
            found = known.Find(post => post is { IsProposal: false, Category: PostCategory.MunicipalHead });
        if (found is not null)
            return found;
        var proposal = Post.Propose(wording, Territory.RegionOf(territory), caller.Stamp());
        db.Add(proposal);
        return proposal;
    }

    /// <summary>Those for all, for this territory, and for one around it, retired ones and proposals too.</summary>
    private async Task<List<Post>> InUse(string territory, CancellationToken cancellationToken)
    {
        var around = Around(territory);
        var stored = await db.Set<Post>()
            .Where(post => post.SameAs == null && (post.ForTerritory == null || around.Contains(post.ForTerritory)))
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
