using Reserve.Documents.Papers;

namespace Reserve.Documents.Tests.Papers;

public class RussianTextTests
{
    [Theory]
    [InlineData(1, "1 голос")]
    [InlineData(2, "2 голоса")]
    [InlineData(5, "5 голосов")]
    [InlineData(11, "11 голосов")]
    [InlineData(14, "14 голосов")]
    [InlineData(21, "21 голос")]
    [InlineData(112, "112 голосов")]
    [InlineData(1000, "1 000 голосов")]
    public void A_word_follows_its_number(long count, string text) =>
        Assert.Equal(text, RussianText.Count(count, "голос", "голоса", "голосов").Replace('\u00A0', ' '));

    [Theory]
    [InlineData("Иванов Иван Иванович", "И. И. Иванов")]
    [InlineData("Салтыков-Щедрин Михаил", "М. Салтыков-Щедрин")]
    [InlineData("Кедрова Анна-Мария Ильинична", "А.-М. И. Кедрова")]
    [InlineData("Алиев Расул Мамед оглы", "Р. М. оглы Алиев")]
    [InlineData("Иванов И. И.", "И. И. Иванов")]
    [InlineData("Сукарно", "Сукарно")]
    [InlineData("", "")]
    public void Names_are_shortened(string full, string initialsFirst) =>
        Assert.Equal(initialsFirst, RussianText.InitialsFirst(full).Replace('\u00A0', ' '));

    [Fact]
    public void A_date_is_written_with_the_month_in_words() =>
        Assert.Equal("22 ноября 2026 г.", RussianText.Date(new(2026, 11, 22)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData("1234567.50", "1 234 567,5")]
    [InlineData("-0.25", "−0,25")]
    [InlineData("0", "0")]
    public void A_number_has_a_decimal_comma(string number, string text) =>
        Assert.Equal(
            text,
            RussianText.Number(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Replace('\u00A0', ' ')
        );
}
