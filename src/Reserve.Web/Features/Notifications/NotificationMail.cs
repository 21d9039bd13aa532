using Reserve.Documents.Letters;

namespace Reserve.Web.Features.Notifications;

/// <summary>
/// What the mail sender gets through the outbox: a whole letter; one of the release before has no HTML, but perhaps a page.
/// </summary>
internal sealed record NotificationMail(string To, string Subject, string Text, string? Page = null, string? Html = null)
{
    public const string Kind = "notification";

    public static NotificationMail Of(string to, WrittenLetter letter) => new(to, letter.Subject, letter.Text, null, letter.Html);
}
