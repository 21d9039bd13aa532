using Reserve.Documents.Letters;

namespace Reserve.Web.Features.Mail;

/// <summary>What a letter says; one of the release before has no HTML.</summary>
internal sealed record OutgoingText(string Subject, string Text, string? Html)
{
    public static OutgoingText Of(WrittenLetter letter) => new(letter.Subject, letter.Text, letter.Html);
}
