using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// Publishes a former version of a process once more, as the next one (roll back). Running cases stay on theirs; a draft stays a draft.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Опубликовать прежнюю версию процесса")]
internal sealed record PublishAgain(string Key, string? ForTerritory, DefinitionId Version)
    : IRequest<Result<PublishedVersion, PublishRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class PublishAgainHandler(RunStepper stepper, ProcessDrafts drafts, Publication publication, Deployment deployment)
    : IRequestHandler<PublishAgain, Result<PublishedVersion, PublishRefusal>>
{
    public async Task<Result<PublishedVersion, PublishRefusal>> Handle(PublishAgain command, CancellationToken cancellationToken)
    {
        await deployment.Lock(cancellationToken);
        if (
            !await deployment.Has(command.Key, command.ForTerritory, command.Version, cancellationToken)
            || await ProcessCatalog.Bundle(command.Version, stepper.Session, cancellationToken) is not { } bundle
        )
            return new PublishRefusal.NoDraft();
        var inForce = await drafts.InForce(command.Key, command.ForTerritory, cancellationToken);
        // What it names may be gone meanwhile: an activity, a role.
        var published = await publication.Publish(command.Key, command.ForTerritory, bundle, inForce, cancellationToken);
        return published.IsOk ? PublishedVersion.Of(published.Value, 0) : published.Refusal;
    }
}
