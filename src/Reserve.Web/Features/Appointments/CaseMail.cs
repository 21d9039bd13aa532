namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A letter about a case, in the outbox; its sender writes it by the template of this name and chooses the address. Papers:
/// <c>brief</c>, <c>extract</c>, <c>resolution</c>.
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

    public const string Approved = "approved";

    public const string Refused = "refused";

    public const string Withdrawn = "withdrawn";

    /// <summary>As the list of letters that leave shows it; null when it could not be told yet.</summary>
    public string? Subject { get; init; }
}
