namespace Reserve.Web.Features.Letters;

/// <summary>A letter that belongs to no process: a file of the folder <c>letters</c> and what it is filled with.</summary>
/// <param name="Name">The file without its ending.</param>
/// <param name="Example">An example of its record, with something in every place.</param>
internal sealed record HostLetter(string Name, LetterRecord Example)
{
    public static HostLetter Reminder { get; } = new("reminder", NotificationLetter.Example);

    public static HostLetter Escalation { get; } = new("escalation", NotificationLetter.Example);

    public static HostLetter Notification { get; } = new("notification", NotificationLetter.Example);

    public static HostLetter SignInLink { get; } = new("sign-in-link", SignInLinkLetter.Example);

    public static HostLetter Incidents { get; } = new("incidents", IncidentsLetter.Example);

    public static HostLetter LettersAside { get; } = new("letters-aside", WaitingLetter.Example);

    public static HostLetter OutboxStuck { get; } = new("outbox-stuck", WaitingLetter.Example);

    public static HostLetter CalendarMissing { get; } = new("calendar-missing", CalendarLetter.Example);

    public static HostLetter NotRegistered { get; } = new("not-registered", NotRegisteredLetter.Example);

    public static IReadOnlyList<HostLetter> All { get; } =
    [Reminder, Escalation, Notification, SignInLink, Incidents, LettersAside, OutboxStuck, CalendarMissing, NotRegistered];
}
