using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A version that was published, and how many running cases were moved to it.</summary>
internal sealed record PublishedVersion(DefinitionId Id, string Key, int Version, int Moved);

/// <summary>
/// Makes the draft the next version; every other file is that of the version before. Running cases stay on theirs, unless
/// <paramref name="MoveRuns"/> says so: then those whose drawing is the same, sign for sign, go on by the new version.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Опубликовать версию процесса")]
internal sealed record PublishProcess(
    string Key,
    string? ForTerritory,
    int RowVersion,
    string Path = ProcessBundle.Drawing,
    bool MoveRuns = false
) : IRequest<Result<PublishedVersion, PublishRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class PublishProcessHandler(RunStepper stepper, ProcessDrafts drafts, Deployment deployment, Caller caller)
    : IRequestHandler<PublishProcess, Result<PublishedVersion, PublishRefusal>>
{
    public async Task<Result<PublishedVersion, PublishRefusal>> Handle(PublishProcess command, CancellationToken cancellationToken)
    {
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        // Nobody deploys another version between reading the one before and storing the next.
        await deployment.Lock(cancellationToken);
        if (await drafts.Find(place, cancellationToken) is not { } draft)
            return new PublishRefusal.NoDraft();
        if (draft.RowVersion != command.RowVersion)
            return new PublishRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        var bundle = await drafts.Bundle(place, cancellationToken);
        if (!bundle.Has(command.Path))
            return new PublishRefusal.NoFile(command.Path);
        var (deployed, diagnostics) = await deployment.Deploy(
            bundle.With(command.Path, draft.Xml),
            command.ForTerritory,
            Deployment.FromEditor,
            caller.Stamp(),
            cancellationToken
        );
        if (deployed.Count == 0)
            return new PublishRefusal.Unsound(diagnostics);
        if (deployed.FirstOrDefault(version => version.Key == command.Key) is not { } published)
            return new PublishRefusal.OtherProcess(command.Key);
        await drafts.Drop(place, draft.RowVersion, cancellationToken);
        return new PublishedVersion(
            published.Id,
            published.Key,
            published.Version,
            command.MoveRuns ? await MoveRuns(published, cancellationToken) : 0
        );
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
