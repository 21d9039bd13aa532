using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Notifications;

/// <summary>Tells the holders of the role in the territory, or only the assignees when some are named.</summary>
[Allow, Activity("Notifications.Remind", Title = "Напомнить")]
internal sealed record Remind(string Role, string Territory, string Text, string? Page = null, IReadOnlyList<Guid>? Assignees = null)
    : IRequest<Result<Done, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.Each(Area.In(Territory), Area.People(Assignees ?? [], nameof(Assignees)));
}

internal sealed class RemindHandler(Telling telling) : IRequestHandler<Remind, Result<Done, NoRefusal>>
{
    public Task<Result<Done, NoRefusal>> Handle(Remind request, CancellationToken cancellationToken) =>
        telling.Tell([request.Role], request.Territory, request.Text, request.Page, request.Assignees, false, cancellationToken);
}
