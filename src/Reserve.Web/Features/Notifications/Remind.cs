using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
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
    public async Task<Result<Done, NoRefusal>> Handle(Remind request, CancellationToken cancellationToken)
    {
        string[] roles = [request.Role];
        var recipients = await telling.Recipients(roles, request.Territory, request.Assignees, cancellationToken);
        var what = new NotificationLetter { Text = request.Text };
        await telling.Tell(recipients, request.Territory, HostLetter.Reminder, what, request.Page, cancellationToken);
        return new Done();
    }
}
