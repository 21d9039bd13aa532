using Reserve.Web.Access;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Activities;

/// <summary>A feature says which rows the subjects of one type are, and what hangs on each.</summary>
internal interface ISubjectRows
{
    /// <summary>The <see cref="Subject.Type"/>.</summary>
    string Type { get; }

    /// <summary>The table of the subjects.</summary>
    string Table { get; }

    /// <summary>Whether a row of another table hangs on this subject, as the person on a case.</summary>
    Task<bool> Includes(Guid subject, Area.Row row, CancellationToken cancellationToken);
}

/// <summary>What a run may act on: its subject and what hangs on that.</summary>
internal sealed class SubjectRows(IEnumerable<ISubjectRows> features)
{
    public async Task<bool> Belongs(Subject? subject, Area.Row row, CancellationToken cancellationToken) =>
        subject is not null
        && Guid.TryParse(subject.Id, out var id)
        && features.FirstOrDefault(feature => feature.Type == subject.Type) is { } known
        && (known.Table == row.Table ? id == row.Id : await known.Includes(id, row, cancellationToken));
}
