using System.Text;
using Reserve.Mail.Mime;

namespace Reserve.Mail.Tests;

public sealed class MailComposerTests
{
    private static readonly OutgoingMail Mail = new(
        new Address("Кадровый резерв руководителей системы образования", "reserve@edu.example"),
        [new Address("Министерство образования и науки Челябинской области", "min@obr74.example"), new Address(null, "b@obr74.example")],
        "Справка по кандидату: ответ на запрос о согласовании назначения руководителя муниципального органа",
        "Первая строка\nвторая",
        new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.FromHours(5)),
        "case-1@edu.example"
    )
    {
        InReplyTo = "1@obr74.example",
        References = ["0@obr74.example", "1@obr74.example"],
        Attachments =
        [
            new Attachment(
                "Справка по кандидату на должность начальника управления образования.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                new byte[] { 1, 2, 3 }
            ),
        ],
    };

    [Fact]
    public void A_letter_with_HTML_is_the_same_twice_the_plain_text_first_and_files_stay_beside()
    {
        var bytes = MailComposer.Compose(
            Mail with
            {
                Html = "<p>Первая строка</p>",
                Attachments = [new Attachment("a.txt", "text/plain", Encoding.UTF8.GetBytes("файл"))],
            }
        );
        var message = MailMessage.Read(bytes);
        var plain = Encoding.ASCII.GetString(bytes);

        Assert.Equal("Первая строка\r\nвторая", message.Text?.TrimEnd());
        Assert.Equal("<p>Первая строка</p>", message.Html?.TrimEnd());
        Assert.Equal("a.txt", Assert.Single(message.Attachments).Name);
        Assert.True(plain.IndexOf("text/plain", StringComparison.Ordinal) < plain.IndexOf("text/html", StringComparison.Ordinal));
        Assert.Equal("<p>x</p>", MailMessage.Read(MailComposer.Compose(Mail with { Html = "<p>x</p>" })).Html?.TrimEnd());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var message = MailMessage.Read(MailComposer.Compose(Mail));

        Assert.Equal(Mail.From, Assert.Single(message.From));
        Assert.Equal(Mail.To, message.To);
        Assert.Equal(Mail.Subject, message.Subject);
        Assert.Equal(Mail.Date, message.Date);
        Assert.Equal(Mail.MessageId, message.MessageId);
        Assert.Equal(Mail.References, message.References);
        Assert.Equal("Первая строка\r\nвторая", message.Text?.TrimEnd());
        var attachment = Assert.Single(message.Attachments);
        Assert.Equal(Mail.Attachments[0].Name, attachment.Name);
        Assert.Equal(Mail.Attachments[0].Content.ToArray(), attachment.Content.ToArray());
    }

    [Fact]
    public void Lines_are_seven_bit_and_no_longer_than_78_characters()
    {
        var text = Encoding.Latin1.GetString(MailComposer.Compose(Mail));

        Assert.All(text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.DoesNotContain(text, symbol => symbol > 126);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_a_value_adds_no_field()
    {
        var message = MailMessage.Read(
            MailComposer.Compose(
                Mail with
                {
                    Subject = "a\r\nBcc: x@y.example",
                    Attachments = [new Attachment("a\"\r\nX: y.txt", "text/plain", default)],
                }
            )
        );

        Assert.Null(message.Root.Find("Bcc"));
        Assert.Equal("a  Bcc: x@y.example", message.Subject);
        Assert.Null(message.Root.Parts[1].Find("X"));
    }

    [Fact]
    public void An_address_that_is_none_is_refused() =>
        Assert.Throws<ArgumentException>(() => MailComposer.Compose(Mail with { To = [new Address(null, "a@b>,<c@d")] }));
}
