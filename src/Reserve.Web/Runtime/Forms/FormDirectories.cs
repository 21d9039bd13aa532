using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Forms;

/// <summary>A row of the base that a form's field may refer to.</summary>
public sealed record DirectoryEntry(string Id, string Name);

/// <summary>One kind of rows that fields refer to; it shows the caller what lies in their territory, and nothing else.</summary>
internal interface IFormDirectory
{
    /// <summary>The name of the kind in a form's file: one of <see cref="FormReader.References"/>.</summary>
    string Kind { get; }

    /// <summary>At most so many, by name, whose name holds all of these words.</summary>
    Task<List<DirectoryEntry>> Find(string[] words, string? role, int most, CancellationToken cancellationToken);

    /// <summary>Those of these ids that the caller may see.</summary>
    Task<List<DirectoryEntry>> Named(IReadOnlyCollection<string> ids, string? role, CancellationToken cancellationToken);
}

/// <summary>The directories together: names for a form's references, and the search in them.</summary>
internal sealed class FormDirectories(IEnumerable<IFormDirectory> directories)
{
    /// <summary>How many a list offers; whoever is beyond is found by words.</summary>
    public const int Most = 50;

    private const int MostWords = 5;

    public Task<List<DirectoryEntry>> Find(FieldReference reference, string? text, CancellationToken cancellationToken) =>
        Of(reference)
            .Find(
                [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords)],
                reference.Role,
                Most,
                cancellationToken
            );

    /// <summary>
    /// Gives each reference its options (what it holds first, then those found by the words typed beside it), and tells which of the ids
    /// in the form the caller may see.
    /// </summary>
    public async Task<IReadOnlySet<(string Kind, string Id)>> Offer(
        FilledForm form,
        Func<FilledField, string?> searched,
        CancellationToken cancellationToken
    )
    {
        var known = new HashSet<(string, string)>();
        var found = new Dictionary<(FieldReference, string?), List<DirectoryEntry>>();
        foreach (var same in form.All.Where(field => field.Field.Reference is not null).GroupBy(field => field.Field.Reference!))
        {
            string[] ids = [.. same.SelectMany(field => field.Texts.Take(1)).Distinct()];
            var named = ids.Length == 0 ? [] : await Of(same.Key).Named(ids, same.Key.Role, cancellationToken);
            known.UnionWith(named.Select(entry => (same.Key.Kind, entry.Id)));
            foreach (var field in same)
            {
                var words = searched(field);
                if (!found.TryGetValue((same.Key, words), out var entries))
                    found[(same.Key, words)] = entries = await Find(same.Key, words, cancellationToken);
                field.Options =
                [
                    .. named
                        .Where(entry => field.Texts.Contains(entry.Id))
                        .Concat(entries)
                        .DistinctBy(entry => entry.Id)
                        .Select(entry => new FieldOption(entry.Id, entry.Name, null)),
                ];
            }
        }
        return known;
    }

    private IFormDirectory Of(FieldReference reference) => directories.Single(directory => directory.Kind == reference.Kind);
}

/// <summary>People who work: users of the caller's territory. A candidate who signs in is nobody's colleague.</summary>
internal sealed class PersonDirectory(ReserveDb db) : IFormDirectory
{
    public string Kind => "Person";

    public Task<List<DirectoryEntry>> Find(string[] words, string? role, int most, CancellationToken cancellationToken)
    {
        var people = Colleagues(role);
        foreach (var pattern in words.Select(Pattern.Containing))
            people = people.Where(user => EF.Functions.ILike(user.DisplayName, pattern));
        return Entries(people.OrderBy(user => user.DisplayName).ThenBy(user => user.Id).Take(most), cancellationToken);
    }

    public Task<List<DirectoryEntry>> Named(IReadOnlyCollection<string> ids, string? role, CancellationToken cancellationToken)
    {
        var known = ids.Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse).ToList();
        return Entries(Colleagues(role).Where(user => known.Contains(user.Id)), cancellationToken);
    }

    private IQueryable<User> Colleagues(string? role) =>
        db.Set<User>()
            .AsNoTracking()
            .Where(user => !user.Disabled)
            .Where(user => role == null ? user.Roles.Any(held => held != Roles.Candidate) : user.Roles.Contains(role));

    private static Task<List<DirectoryEntry>> Entries(IQueryable<User> users, CancellationToken cancellationToken) =>
        users.Select(user => new DirectoryEntry(user.Id.ToString(), user.DisplayName)).ToListAsync(cancellationToken);
}

/// <summary>Territories in the caller's own: the federation's people choose from all.</summary>
internal sealed class TerritoryDirectory(ReserveDb db) : IFormDirectory
{
    public string Kind => "Territory";

    public Task<List<DirectoryEntry>> Find(string[] words, string? role, int most, CancellationToken cancellationToken)
    {
        var territories = InScope();
        foreach (var pattern in words.Select(Pattern.Containing))
            territories = territories.Where(territory => EF.Functions.ILike(territory.Name, pattern));
        return Entries(territories.OrderBy(territory => territory.Kind).ThenBy(territory => territory.Name).Take(most), cancellationToken);
    }

    public Task<List<DirectoryEntry>> Named(IReadOnlyCollection<string> ids, string? role, CancellationToken cancellationToken) =>
        Entries(InScope().Where(territory => ids.Contains(territory.Path)), cancellationToken);

    private IQueryable<Territory> InScope() =>
        db.Set<Territory>().AsNoTracking().Where(territory => territory.Path == db.Scope || territory.Path.StartsWith(db.ScopePrefix));

    private static Task<List<DirectoryEntry>> Entries(IQueryable<Territory> territories, CancellationToken cancellationToken) =>
        territories.Select(territory => new DirectoryEntry(territory.Path, territory.Name)).ToListAsync(cancellationToken);
}
