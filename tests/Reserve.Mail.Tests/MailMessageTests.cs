using System.Text;
using Reserve.Mail.Mime;

namespace Reserve.Mail.Tests;

public sealed class MailMessageTests
{
    [Fact]
    public void A_russian_request_with_an_attachment_is_read()
    {
        var message = MailMessage.Read(
            Bytes(
                """
                From: =?UTF-8?B?0JzQuNC90LjRgdGC0LXRgNGB0YLQstC+?= <min@obr74.example>
                To: =?koi8-r?Q?=F2=C5=DA=C5=D2=D7?= <reserve@edu.example>
                Subject: =?UTF-8?Q?=D0=97=D0=B0=D0=BF=D1=80=D0=BE=D1=81_?=
                 =?UTF-8?Q?=D1=81=D0=BF=D1=80=D0=B0=D0=B2=D0=BA=D0=B8?=
                Date: Mon, 2 Nov 2026 09:30:00 +0500
                Message-ID: <1@obr74.example>
                In-Reply-To: <0@edu.example>
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=windows-1251
                Content-Transfer-Encoding: base64

                z/Do4uXy
                --b
                Content-Type: application/pdf
                Content-Disposition: attachment; filename*0*=UTF-8''%D0%90%D0%BD; filename*1*=%D0%BA%D0%B5%D1%82%D0%B0.pdf
                Content-Transfer-Encoding: base64

                JVBERg==
                --b--
                """
            )
        );

        Assert.Equal(new Address("Министерство", "min@obr74.example"), Assert.Single(message.From));
        Assert.Equal("Резерв", Assert.Single(message.To).Name);
        Assert.Equal("Запрос справки", message.Subject);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.FromHours(5)), message.Date);
        Assert.Equal("1@obr74.example", message.MessageId);
        Assert.Equal(["0@edu.example"], message.InReplyTo);
        Assert.Equal("Привет", message.Text);
        var attachment = Assert.Single(message.Attachments);
        Assert.Equal("Анкета.pdf", attachment.Name);
        Assert.Equal("%PDF"u8.ToArray(), attachment.Content.ToArray());
    }

    [Fact]
    public void A_mark_of_UTF_8_in_front_belongs_to_no_header()
    {
        byte[] letter = [0xEF, 0xBB, 0xBF, .. Bytes("From: Анна <anna@obr74.example>\nSubject: Запрос\n\nтекст")];

        var message = MailMessage.Read(letter);

        Assert.Equal("anna@obr74.example", Assert.Single(message.From).Mailbox);
        Assert.Equal("Запрос", message.Subject);
    }

    [Fact]
    public void A_folder_in_a_file_name_is_dropped()
    {
        var message = MailMessage.Read(
            Bytes(
                """
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename="..\..\etc/passwd"

                x
                """
            )
        );

        Assert.Equal("passwd", Assert.Single(message.Attachments).Name);
    }

    [Fact]
    public void A_line_break_hidden_in_an_encoded_subject_does_not_survive()
    {
        var message = MailMessage.Read(Bytes("Subject: =?UTF-8?Q?a=0D=0ABcc:_x@y?=\n\ntext"));

        Assert.Equal("a Bcc: x@y", message.Subject);
    }

    [Fact]
    public void Parts_nested_beyond_the_limit_stay_undivided()
    {
        var text = new StringBuilder();
        for (var depth = 0; depth < 2000; depth++)
            text.Append("Content-Type: multipart/mixed; boundary=b").Append(depth).Append("\n\n--b").Append(depth).Append('\n');

        var root = MimeReader.Read(Bytes(text.ToString()));

        var levels = 0;
        for (var entity = root; entity.Parts.Count > 0; entity = entity.Parts[0])
            levels++;
        Assert.Equal(MimeLimits.Default.MaxDepth, levels);
    }

    [Fact]
    public void A_message_beyond_the_size_limit_is_refused() =>
        Assert.Throws<InvalidDataException>(() => MailMessage.Read(new byte[100], new MimeLimits(MaxBytes: 99)));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(":")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"\n\n--")]
    [InlineData("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQ29udGVudC1UeXBlOg")]
    [InlineData("From: \"unclosed <a@b\nTo: (((\n\n=?utf-8?q?")]
    public void Damaged_messages_give_what_can_be_read(string source)
    {
        var message = MailMessage.Read(Bytes(source));

        _ = (message.From, message.To, message.Subject, message.Date, message.Text, message.Html);
        Assert.NotNull(message.Root);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        var random = new Random(20261122);
        var pieces = new[]
        {
            "Content-Type: multipart/mixed; boundary=x\n",
            "--x\n",
            "--x--\n",
            "\n",
            "Content-Transfer-Encoding: base64\n",
            "Subject: =?utf-8?b?",
            "?=\n",
            "Content-Type: message/rfc822\n",
            "From: <,;:\"(\n",
            "Date: 31 Feb 0000 99:99:99 +9999\n",
            "=3D=\n",
            "\r",
            "\u00ff",
        };
        for (var round = 0; round < 3000; round++)
        {
            var source = Encoding.Latin1.GetBytes(
                string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]))
            );

            var message = MailMessage.Read(source);

            _ = (message.From, message.Date, message.Subject, message.Text, message.Html, message.Attachments.Count, message.References);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
