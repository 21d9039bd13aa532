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
}
