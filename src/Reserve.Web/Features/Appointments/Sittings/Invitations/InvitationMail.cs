using Reserve.Documents.Letters;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings.Invitations;

/// <summary>What the mail sender gets through the outbox: the letter, and what the entry in the member's calendar is made of.</summary>
/// <param name="To">The member's address.</param>
/// <param name="Name">The member's name.</param>
/// <param name="Subject">The letter's subject.</param>
/// <param name="Text">The letter.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="Meeting">The sitting: the next invitation to it replaces this one.</param>
/// <param name="Sequence">The how manieth it is.</param>
/// <param name="Number">The sitting's number.</param>
/// <param name="Place">Where.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Page">The sitting's address.</param>
/// <param name="Cancelled">Whether it is called off.</param>
internal sealed record InvitationMail(
    string To,
    string Name,
    string Subject,
    string Text,
    string? Html,
    CommissionMeetingId Meeting,
    int Sequence,
    long Number,
    string Place,
    DateTimeOffset From,
    DateTimeOffset Until,
    Uri Page,
    bool Cancelled
)
{
    public const string Kind = "invitation";
}
