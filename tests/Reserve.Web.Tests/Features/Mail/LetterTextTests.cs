using System.Text;
using Reserve.Mail.Mime;
using Reserve.Web.Features.Mail;

namespace Reserve.Web.Tests.Features.Mail;

public sealed class LetterTextTests
{
    [Fact]
    public void Lines_with_labels_say_what_is_asked()
    {
        var letter = LetterText.Read(
            """
            Добрый день!
            Муниципалитет: Златоустовский ГО
            Кандидат: Ветрова Анна Сергеевна, 1980 г. р.
            Должность: начальник управления образования
            """
        );

        Assert.Equal(new LetterText("Златоустовский ГО", "Ветрова Анна Сергеевна", "начальник управления образования"), letter);
    }

    [Theory]
    [InlineData(
        "Прошу подготовить справку на Ветрову Анну Сергеевну для назначения начальником управления образования "
            + "Златоустовского городского округа.",
        "Златоустовского городского округа",
        "Ветрову Анну Сергеевну",
        "начальником управления образования"
    )]
    [InlineData(
        "О кандидатуре Петрова-Водкина Ильи Кузьмича\nКатав-Ивановский МР",
        "Катав-Ивановский МР",
        "Петрова-Водкина Ильи Кузьмича",
        null
    )]
    public void Running_text_is_understood_too(string text, string municipality, string person, string? position) =>
        Assert.Equal(new LetterText(municipality, person, position), LetterText.Read(text));

    [Fact]
    public void A_letter_that_names_nobody_says_nothing() =>
        Assert.Equal(new LetterText(null, null, null), LetterText.Read("Когда будет следующее заседание?"));

    [Fact]
    public void What_is_quoted_from_an_earlier_letter_does_not_count()
    {
        var letter = Message(
            "text/plain",
            "Спасибо!\n\n02.11.2026 9:30, Кадровый резерв пишет:\n> Кандидат: Ветрова Анна Сергеевна\nКандидат: Ветрова Анна Сергеевна"
        );

        Assert.Null(LetterText.Read(letter).Person);
    }

    [Fact]
    public void A_letter_in_html_only_is_read_without_its_scripts()
    {
        var letter = Message(
            "text/html",
            "<p>Муниципалитет: Озерский ГО</p><script>Кандидат: Злодей Злодей Злодеевич</script><div>Кандидат: Ветрова Анна Сергеевна</div>"
        );

        Assert.Equal(new LetterText("Озерский ГО", "Ветрова Анна Сергеевна", null), LetterText.Read(letter));
    }

    [Fact]
    public void A_huge_letter_is_read_quickly()
    {
        var letter = LetterText.Read(new string('А', 5_000_000) + string.Concat(Enumerable.Repeat("Аб Вг ", 100_000)));

        Assert.Null(letter.Person);
    }

    private static MailMessage Message(string type, string body) =>
        MailMessage.Read(Encoding.UTF8.GetBytes($"From: a@b.example\nContent-Type: {type}; charset=utf-8\n\n{body}"));
}
