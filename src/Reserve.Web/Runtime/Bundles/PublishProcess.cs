using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A version that was published, and how many running cases were moved to it.</summary>
internal sealed record PublishedVersion(DefinitionId Id, string Key, int Version, int Moved)
{
    public static PublishedVersion Of(DeployedVersion version, int moved) => new(version.Id, version.Key, version.Version, moved);
}

/// <summary>
/// Makes all changes of a draft the next version, together or not at all; every other file is that of the version before. Running cases
/// stay on theirs, unless <paramref name="MoveRuns"/> says so: then those whose drawing is the same, sign for sign, go on by the new
/// version.
/// </summary>
/// <param name="Seen">What the person saw of the draft (<see cref="ProcessDrafts.Seen"/>): nothing else is published.</param>
[Allow(Roles.Administrator)]
[Says("Опубликовать версию процесса")]
internal sealed record PublishProcess(string Key, string? ForTerritory, string Seen, bool MoveRuns = false)
    : IRequest<Result<PublishedVersion, PublishRefusal>>,
        IPlaced
{
    /// <summary>A draft of one file, as its own page saw it.</summary>
    public static PublishProcess OfFile(DraftPlace place, int rowVersion, bool moveRuns = false) =>
        new(
            place.Key,
            place.ForTerritory,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place.Path} {rowVersion}"),
            moveRuns
        );

    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class PublishProcessHandler(RunStepper stepper, ProcessDrafts drafts, Publication publication, Deployment deployment)
    : IRequestHandler<PublishProcess, Result<PublishedVersion, PublishRefusal>>
{
    public async Task<Result<PublishedVersion, PublishRefusal>> Handle(PublishProcess command, CancellationToken cancellationToken)
    {
        // Nobody deploys another version between reading the one before and storing the next.
        await deployment.Lock(cancellationToken);
        var changes = await drafts.LockedChanges(command.Key, command.ForTerritory, cancellationToken);
        if (changes.Count == 0)
            return new PublishRefusal.NoDraft();
        if (ProcessDrafts.Seen(changes) != command.Seen)
        {
            var unseen = changes.Where(change => !command.Seen.Contains(change.Path + " ", StringComparison.Ordinal)).ToList();
            var last = changes.MaxBy(change => change.SavedAt)!;
            return unseen.Count > 0
                ? new PublishRefusal.OtherFiles([.. unseen.Select(change => change.Path)])
                : new PublishRefusal.ChangedMeanwhile(last.SavedBy, last.SavedAt);
        }
        var inForce = await drafts.InForce(command.Key, command.ForTerritory, cancellationToken);
        if (changes.Where(change => change.IsOverSomethingElse(inForce)).Select(change => change.Path).ToList() is { Count: > 0 } over)
            return new PublishRefusal.PublishedMeanwhile(over);
        var bundle = ProcessDrafts.Applied(inForce, changes);
        var published = await publication.Publish(command.Key, command.ForTerritory, bundle, inForce, cancellationToken);
        if (!published.IsOk)
            return published.Refusal;
        await drafts.DropAll(command.Key, command.ForTerritory, cancellationToken);
        return PublishedVersion.Of(published.Value, command.MoveRuns ? await MoveRuns(published.Value, cancellationToken) : 0);
    }

    /// <summary>A run is moved between two of its steps: each step locks the run's row, and so does this.</summary>
    private async Task<int> MoveRuns(DeployedVersion to, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                with moved as (
                    update process_run r set definition_id = n.id from process_definition d, process_definition n
                    where n.id = $1 and d.key = n.key and d.for_territory is not distinct from n.for_territory and d.xml = n.xml and d.id <>
                    n.id and r.definition_id = d.id and r.status = 'running' returning r.id)
                select count(*)::int from moved
                """
            )
            .With(to.Id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}
