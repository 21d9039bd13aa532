using Microsoft.Extensions.Options;
using Reserve.Mail.Mime;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Sends a notification to the user's own address.</summary>
internal sealed class NotificationMailSender(Postman postman, IOptions<PaperSettings> site) : IOutboxSender
{
    public string Kind => NotificationMail.Kind;

    public Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var notification = message.Read<NotificationMail>();
        var text = $"""
            {notification.Text}
            {(notification.Page is { } page ? $"\nПодробности в системе: {new Uri(site.Value.PublicAddress, page)}" : "")}

            Письмо отправлено автоматически, отвечать на него не нужно.
            """;
        return postman.Send(message, new Address(null, notification.To), notification.Subject, text, null, [], cancellationToken);
    }
}
