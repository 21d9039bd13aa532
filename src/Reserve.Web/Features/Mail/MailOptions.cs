namespace Reserve.Web.Features.Mail;

/// <summary>How mail comes and goes; section <c>Mail</c> of the configuration.</summary>
internal sealed class MailOptions
{
    /// <summary>The means: <c>maildir</c>, folders below the data folder.</summary>
    public string Transport { get; set; } = "maildir";

    /// <summary>The address that letters are sent from.</summary>
    public string From { get; set; } = "reserve@localhost.localdomain";

    /// <summary>The name beside it.</summary>
    public string FromName { get; set; } = "Кадровый резерв руководителей системы образования";

    /// <summary>How often the mailbox is looked into.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Letters above this size are set aside unread.</summary>
    public long MaxBytes { get; set; } = 25 * 1024 * 1024;
}
