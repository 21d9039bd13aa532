using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Notifications;

/// <summary>Tells the holders of the role and the administrators of the territory that a deadline has passed.</summary>
[Allow, Activity("Notifications.Escalate", Title = "Сообщить о просрочке")]
internal sealed record Escalate(string Role, string Territory, string Text, string? Page = null, IReadOnlyList<Guid>? Assignees = null)
    : IRequest<Result<Done, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.Each(Area.In(Territory), Area.People(Assignees ?? [], nameof(Assignees)));
}

internal sealed class EscalateHandler(Telling telling) : IRequestHandler<Escalate, Result<Done, NoRefusal>>
{
    public Task<Result<Done, NoRefusal>> Handle(Escalate request, CancellationToken cancellationToken) =>
        telling.Tell(
            [request.Role, Roles.Administrator],
            request.Territory,
            request.Text,
            request.Page,
            request.Assignees,
            true,
            cancellationToken
        );
}
