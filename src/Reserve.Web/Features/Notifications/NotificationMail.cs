namespace Reserve.Web.Features.Notifications;

/// <summary>What the mail sender gets through the outbox.</summary>
internal sealed record NotificationMail(string To, string Subject, string Text, string? Page)
{
    public const string Kind = "notification";
}
