using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Notifications;

/// <summary>Tells the holders of a role in the territory, or only the named people.</summary>
/// <param name="Territory">Where.</param>
/// <param name="Text">What is told.</param>
/// <param name="Role">Whose holders; the nearest whose territory covers this one.</param>
/// <param name="Assignees">The people, where they are named.</param>
/// <param name="Page">Where the matter is shown; a path of this site.</param>
/// <param name="Subject">The letter's subject; "Уведомление" when left out.</param>
[Allow, Activity("Notifications.Send", Title = "Сообщить")]
internal sealed record Notify(
    string Territory,
    string Text,
    string? Role = null,
    IReadOnlyList<Guid>? Assignees = null,
    string? Page = null,
    string? Subject = null
) : IRequest<Result<Done, NotifyRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.In(Territory), Area.People(Assignees ?? [], nameof(Assignees)));
}

internal enum NotifyRefusal
{
    [Says("Сообщать некому: ни роли, ни людей.")]
    NobodyToTell,

    [Says("Страница — не адрес: он начинается с «/».")]
    BadPage,
}

internal sealed class NotifyHandler(Telling telling) : IRequestHandler<Notify, Result<Done, NotifyRefusal>>
{
    public async Task<Result<Done, NotifyRefusal>> Handle(Notify request, CancellationToken cancellationToken)
    {
        if (request.Page is { } page && !PageAddresses.IsPath(page))
            return NotifyRefusal.BadPage;
        string[] roles = request.Role is { Length: > 0 } role ? [role] : [];
        var recipients = await telling.Recipients(roles, request.Territory, request.Assignees, cancellationToken);
        if (recipients.Count == 0)
            return NotifyRefusal.NobodyToTell;
        var what = new NotificationLetter { Text = request.Text, Subject = request.Subject };
        await telling.Tell(recipients, request.Territory, HostLetter.Notification, what, request.Page, cancellationToken);
        return new Done();
    }
}
