using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Persons;

/// <summary>Posts of the directory for the fields of forms: those that can be chosen today.</summary>
internal sealed class PostDirectory(ReserveDb db, TimeShown shown) : IFormDirectory
{
    public string Kind => "Post";

    public Task<List<DirectoryEntry>> Find(string[] words, string? role, int most, CancellationToken cancellationToken)
    {
        var posts = Choosable(db, shown.Today);
        foreach (var pattern in words.Select(Pattern.Containing))
            posts = posts.Where(post =>
                EF.Functions.ILike(post.Name, pattern) || post.Aliases.Any(name => EF.Functions.ILike(name, pattern))
            );
        return Entries(posts.OrderBy(post => post.Name).ThenBy(post => post.Id).Take(most), cancellationToken);
    }

    public Task<List<DirectoryEntry>> Named(IReadOnlyCollection<string> ids, string? role, CancellationToken cancellationToken)
    {
        var known = ids.Where(id => Guid.TryParse(id, out _)).Select(id => PostId.From(Guid.Parse(id))).ToList();
        return Entries(db.Set<Post>().AsNoTracking().Where(post => known.Contains(post.Id)), cancellationToken);
    }

    /// <summary>The posts for all, for the caller's territory, for one around it and for one in it, that can be chosen on a day.</summary>
    internal static IQueryable<Post> Choosable(ReserveDb db, DateOnly day) =>
        Within(db)
            .Where(post =>
                !post.IsProposal
                && post.SameAs == null
                && (post.ValidFrom == null || post.ValidFrom <= day)
                && (post.ValidTo == null || post.ValidTo >= day)
            );

    /// <summary>The same for a list to choose from, by level and name.</summary>
    internal static Task<List<Post>> ToChoose(ReserveDb db, DateOnly day, CancellationToken cancellationToken) =>
        Choosable(db, day)
            .OrderBy(post => post.Level)
            .ThenBy(post => post.Category)
            .ThenBy(post => post.Name)
            .ToListAsync(cancellationToken);

    internal static IQueryable<Post> Within(ReserveDb db)
    {
        var scope = db.Scope ?? "";
        var around = PostFinder.Around(scope);
        return db.Set<Post>()
            .AsNoTracking()
            .Where(post => post.ForTerritory == null || around.Contains(post.ForTerritory) || post.ForTerritory.StartsWith(scope + "."));
    }

    private static Task<List<DirectoryEntry>> Entries(IQueryable<Post> posts, CancellationToken cancellationToken) =>
        posts.Select(post => new DirectoryEntry(post.Id.Value.ToString(), post.Name)).ToListAsync(cancellationToken);
}
