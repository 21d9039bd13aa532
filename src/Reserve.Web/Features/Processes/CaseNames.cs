using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>What a case is called: what it is about, else its own words, else when it began.</summary>
public sealed record CaseName(string Text, string? Href);

/// <summary>Names cases for lists, as the caller may see them; never by an id.</summary>
public sealed class CaseNames(ReserveDb db, SubjectNames subjects, TimeShown shown, Words words)
{
    /// <summary>
    /// The names of the runs of these ids that the caller's scope shows. One that was called is about what its caller is about.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, CaseName>> Of(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var runs = (await ProcessQueries.Runs(db, [.. ids.Distinct()], cancellationToken)).Values.ToList();
        var abouts = await ProcessQueries.Abouts(db, runs, cancellationToken);
        var names = await Of(
            [
                .. runs.Select(run => (Run: run, About: abouts.GetValueOrDefault(run.Id, run)))
                    .Select(one => (one.About.SubjectType, one.About.SubjectId, one.About.BusinessKey, one.Run.StartedAt)),
            ],
            cancellationToken
        );
        return runs.Zip(names).ToDictionary(pair => pair.First.Id, pair => pair.Second);
    }

    /// <param name="cases">Type and id of the subject, the case's own words, and when it began.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<CaseName>> Of(
        IReadOnlyList<(string? Type, string? Id, string? BusinessKey, DateTimeOffset StartedAt)> cases,
        CancellationToken cancellationToken
    )
    {
        var names = await subjects.Of(
            cases.Where(one => one is { Type: not null, Id: not null }).Select(one => new Subject(one.Type!, one.Id!)),
            cancellationToken
        );
        return
        [
            .. cases.Select(one =>
                one is { Type: { } type, Id: { } id } && names.TryGetValue(new Subject(type, id), out var name)
                    ? new CaseName(name.Text, name.Href)
                    : new CaseName(one.BusinessKey ?? words["дело от {0}", shown.Short(one.StartedAt)].Value, null)
            ),
        ];
    }
}
