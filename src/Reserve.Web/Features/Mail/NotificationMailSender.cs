using Reserve.Mail.Mime;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Sends a notification to the user's own address.</summary>
internal sealed class NotificationMailSender(Postman postman, HostLetters letters) : IOutboxSender
{
    public string Kind => NotificationMail.Kind;

    public Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = message.Read<NotificationMail>();
        return postman.Send(message, new Address(null, mail.To), TextOf(mail), null, [], cancellationToken);
    }

    /// <summary>A node of the release before wrote no letter, only what it is to say.</summary>
    private OutgoingText TextOf(NotificationMail mail) =>
        mail.Html is not null
            ? new(mail.Subject, mail.Text, mail.Html)
            : OutgoingText.Of(
                letters.Write(
                    HostLetter.Notification,
                    new NotificationLetter
                    {
                        Subject = mail.Subject,
                        Text = mail.Text,
                        Page = letters.AddressOf(mail.Page),
                    }
                )
            );
}
