using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
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
    public async Task<Result<Done, NoRefusal>> Handle(Escalate request, CancellationToken cancellationToken)
    {
        string[] roles = [request.Role, Roles.Administrator];
        var recipients = await telling.Recipients(roles, request.Territory, request.Assignees, cancellationToken);
        var what = new NotificationLetter { Text = request.Text };
        await telling.Tell(recipients, request.Territory, HostLetter.Escalation, what, request.Page, cancellationToken);
        return new Done();
    }
}
