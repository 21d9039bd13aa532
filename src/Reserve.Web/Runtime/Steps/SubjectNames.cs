namespace Reserve.Web.Runtime.Steps;

/// <summary>What a run is about, as a link.</summary>
public sealed record SubjectName(string Text, string Href);

/// <summary>
/// A feature names the subjects of one type. Those that the caller's scope does not see have no name: the entities' own
/// filter hides them.
/// </summary>
public interface ISubjectNaming
{
    /// <summary>The <see cref="Subject.Type"/> that this feature knows.</summary>
    string Type { get; }

    Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Those whose name has all the words, the newest first; no more than <paramref name="most"/>.</summary>
    Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken);
}

/// <summary>The names of subjects of any type.</summary>
public sealed class SubjectNames(IEnumerable<ISubjectNaming> features)
{
    public async Task<IReadOnlyDictionary<Subject, SubjectName>> Of(IEnumerable<Subject> subjects, CancellationToken cancellationToken)
    {
        var ids = subjects.Distinct().ToLookup(subject => subject.Type, subject => Guid.TryParse(subject.Id, out var id) ? id : Guid.Empty);
        var names = new Dictionary<Subject, SubjectName>();
        foreach (var feature in features.Where(feature => ids.Contains(feature.Type)))
        {
            foreach (var (id, name) in await feature.Of([.. ids[feature.Type]], cancellationToken))
                names[new Subject(feature.Type, id.ToString())] = name;
        }

        return names;
    }

    /// <summary>The subjects of every type whose name has all the words.</summary>
    /// <param name="words">What their names contain.</param>
    /// <param name="most">Of each type no more than this.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<Subject>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var found = new List<Subject>();
        foreach (var feature in features)
            found.AddRange((await feature.Find(words, most, cancellationToken)).Select(id => new Subject(feature.Type, id.ToString())));
        return found;
    }
}
