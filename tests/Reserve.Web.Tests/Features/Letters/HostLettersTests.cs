using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Tests.Features.Letters;

public sealed class HostLettersTests : IDisposable
{
    private static readonly FakeTimeProvider Clock = new();

    private readonly string folder = Directory.CreateTempSubdirectory("reserve-letters-").FullName;

    public static TheoryData<string> Names => [.. HostLetter.All.Select(letter => letter.Name)];

    private HostLetters Letters => new(folder, Options.Create(new PaperSettings()), Clock, NullLogger<HostLetters>.Instance);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_letter_fits_its_record(string name)
    {
        var letter = HostLetter.All.Single(one => one.Name == name);
        var data = letter.Example.Data();
        var text = File.ReadAllText(Path.Combine(Repository.Root, "letters", name + ".md"));

        Assert.Empty(LetterFiles.Open(text, data, Clock.GetUtcNow()).Check(data));
        Assert.All(letter.Example.Names(), known => Assert.True(known.Description.Length > 0 && known.Example.Length > 0, known.Name));
    }

    [Fact]
    public void No_shipped_letter_is_unknown() =>
        Assert.Equal(
            HostLetter.All.Select(letter => letter.Name + ".md").Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(Repository.Root, "letters")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_letter_without_what_may_be_absent_is_whole()
    {
        var plain = Letters.Write(HostLetter.Reminder, new NotificationLetter { Text = "Пора." });
        Assert.Equal("Напоминание", plain.Subject);
        Assert.StartsWith("Пора.\n\n--\n\nПисьмо отправлено", plain.Text, StringComparison.Ordinal);

        var one = new NotRegisteredLetter { Municipality = "Златоуст" };
        var letter = Letters.Write(HostLetter.NotRegistered, one);
        Assert.Equal("Ваше письмо", letter.Subject);
        Assert.Contains("не удалось понять, о каком кандидате речь.", letter.Text, StringComparison.Ordinal);
        Assert.Contains(
            "не удалось понять, о каком муниципальном образовании и о каком кандидате речь.",
            Letters.Write(HostLetter.NotRegistered, new NotRegisteredLetter()).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "не удалось понять, о каком муниципальном образовании речь.",
            Letters.Write(HostLetter.NotRegistered, new NotRegisteredLetter { Person = "Иванов" }).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_installation_has_letters_of_its_own_and_a_broken_one_stops_nothing()
    {
        var record = new NotificationLetter { Text = "Пора.", Page = Letters.AddressOf("/tasks") };
        File.WriteAllText(Path.Combine(folder, "reminder.md"), "Тема: Не забудьте\n\n**{text}**\n\n[Задачи]({page})");
        Assert.Equal("Не забудьте", Letters.Write(HostLetter.Reminder, record).Subject);
        Assert.Equal("Просрочено", Letters.Write(HostLetter.Escalation, record).Subject);

        File.WriteAllText(Path.Combine(folder, "reminder.md"), "Тема: Не забудьте\n\n{txet}");
        Assert.Equal("Напоминание", Letters.Write(HostLetter.Reminder, record).Subject);
    }

    [Fact]
    public void A_line_break_in_what_is_told_adds_no_field_to_the_head()
    {
        var letter = Letters.Write(HostLetter.Notification, new NotificationLetter { Subject = "а\r\nBcc: б", Text = "<b>*в*</b>" });

        Assert.Equal("а Bcc: б", letter.Subject);
        Assert.Contains("&lt;b&gt;*в*&lt;/b&gt;", letter.Html, StringComparison.Ordinal);
    }
}
