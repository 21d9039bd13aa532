using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Migration;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A version that was published, and how many running cases are being taken over to it.</summary>
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

internal sealed class PublishProcessHandler(
    ProcessCatalog catalog,
    MigrationOrders orders,
    ReserveDb db,
    ProcessDrafts drafts,
    Publication publication,
    Deployment deployment
) : IRequestHandler<PublishProcess, Result<PublishedVersion, PublishRefusal>>
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

    /// <summary>
    /// Cases of every version with the same drawing are taken over in the background, each as a step of its own with a mark.
    /// </summary>
    private async Task<int> MoveRuns(DeployedVersion to, CancellationToken cancellationToken)
    {
        var same = await db
            .Database.SqlQuery<Guid>(
                $"""
                select d.id as "Value" from process_definition d join process_definition n on n.id = {to.Id.Value}
                where d.key = n.key and d.for_territory is not distinct from n.for_territory and d.xml = n.xml and d.id <> n.id
                  and exists (select from process_run r where r.definition_id = d.id and r.status = 'running')
                """
            )
            .ToListAsync(cancellationToken);
        var deployed = await catalog.Get(to.Id, new RuntimeSession(db), cancellationToken);
        var mapping = deployed.Definition.Elements.ToDictionary(element => element.Id, element => element.Id);
        var moved = 0;
        foreach (var version in same)
        {
            var reason = $"Опубликована версия {to.Version} с тем же рисунком: дела идут по её правилам.";
            moved += (await orders.Order(new DefinitionId(version), to.Id, mapping, null, reason, cancellationToken)).Cases;
        }
        return moved;
    }
}
