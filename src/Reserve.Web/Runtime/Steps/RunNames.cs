using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// Names runs by what they are about: the subject's name, else the business key, else when they began. Nobody is shown an id.
/// </summary>
public sealed class RunNames
{
    private readonly ReserveDb db;
    private readonly SubjectNames subjects;

    internal RunNames(ReserveDb db, SubjectNames subjects) => (this.db, this.subjects) = (db, subjects);

    private sealed record Run(Guid Id, string? SubjectType, string? SubjectId, string? BusinessKey, DateTimeOffset StartedAt);

    /// <summary>The names of the runs that the caller's scope shows, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, RunName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return new Dictionary<Guid, RunName>();
        var runs = await db
            .Database.SqlQuery<Run>(
                $"""
                select id as "Id", subject_type as "SubjectType", subject_id as "SubjectId", business_key as "BusinessKey",
                       started_at as "StartedAt"
                from process_run where id = any({ids.ToArray()})
                """
            )
            .ToListAsync(cancellationToken);
        var named = await subjects.Of(runs.Select(SubjectOf).OfType<Subject>(), cancellationToken);
        return runs.ToDictionary(
            run => run.Id,
            run => new RunName(
                SubjectOf(run) is { } subject && named.TryGetValue(subject, out var name) ? name.Text : run.BusinessKey,
                run.StartedAt
            )
        );
    }

    private static Subject? SubjectOf(Run run) => run is { SubjectType: { } type, SubjectId: { } id } ? new Subject(type, id) : null;
}

/// <summary>What a run is about, null when nothing says it, and when it began.</summary>
public sealed record RunName(string? About, DateTimeOffset StartedAt);
