using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reserve.Mail.Mime;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve mail parse FILE.eml</c>: a message as JSON.</summary>
internal static class MailVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static async Task<int> Parse(string[] args)
    {
        if (args is not [var file])
            return await Verb.WrongCallAsync("reserve mail parse FILE.eml");
        MailMessage message;
        try
        {
            message = MailMessage.Read(await File.ReadAllBytesAsync(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(unreadable.Message);
            return Verb.BadInput;
        }

        if (message.Root.Headers.Count == 0)
        {
            await Console.Error.WriteLineAsync($"{file}: no header field, so this is no message (RFC 5322 §2.1)");
            return Verb.BadInput;
        }

        await using var output = Console.OpenStandardOutput();
        await JsonSerializer.SerializeAsync(output, View(message), Json);
        output.WriteByte((byte)'\n');
        return Verb.Fine;
    }

    private static object View(MailMessage message) =>
        new
        {
            From = Addresses(message.From),
            To = Addresses(message.To),
            Cc = Addresses(message.Cc),
            message.Subject,
            message.Date,
            message.MessageId,
            InReplyTo = message.InReplyTo.Count > 0 ? message.InReplyTo[0] : null,
            message.References,
            message.Text,
            message.Html,
            Attachments = message.Attachments.Select(attachment => new
            {
                attachment.Name,
                attachment.Type,
                Size = attachment.Content.Length,
                attachment.Sha256,
            }),
        };

    private static IEnumerable<object> Addresses(IReadOnlyList<Address> addresses) =>
        addresses.Select(address => new { address.Name, Address = address.Mailbox });
}
