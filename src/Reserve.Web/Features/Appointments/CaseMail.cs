namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A letter about a case, in the outbox; its sender words it and chooses the address. Templates: <c>acknowledged</c>, <c>returned</c>,
/// <c>approved</c>, <c>refused</c>, <c>withdrawn</c>. Papers: <c>brief</c>, <c>extract</c>.
/// </summary>
internal sealed record CaseMail(
    AppointmentCaseId Case,
    string Template,
    IReadOnlyList<string> Papers,
    IReadOnlyList<string> Defects,
    string? Note
)
{
    public const string Kind = "case-mail";

    public const string Acknowledged = "acknowledged";

    public const string Returned = "returned";

    /// <summary>The letters that end a case.</summary>
    public static IReadOnlyList<string> Replies { get; } = ["approved", "refused", "withdrawn"];
}
