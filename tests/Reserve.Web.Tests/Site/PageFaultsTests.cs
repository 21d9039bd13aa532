namespace Reserve.Web.Tests.Site;

public sealed class PageFaultsTests
{
    [Theory]
    [InlineData("<p>до <time>23 марта 2026 г.</time>.</p>", "a mark too many")]
    [InlineData("<div>Кадровик\n  <span>, до 17.03.2026</span></div>", "a comma apart")]
    [InlineData("<li style=\"display:none\"></li>", "a style attribute")]
    public void They_are_found(string page, string fault) =>
        Assert.StartsWith(fault, Assert.Single(PageFaults.Of(page)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<p>до <time>23.03.2026</time>. Дальше…</p>")]
    [InlineData("<td>Кадровик</td><td>, </td>")]
    [InlineData("<code>a ,b</code><p>1 000, 2 000</p>")]
    [InlineData("<p>Дело № <b>2026-0001</b></p>")]
    public void What_is_right_is_left_alone(string page) => Assert.Empty(PageFaults.Of(page));

    [Fact]
    public void A_Russian_sentence_of_the_sources_is_found_and_what_people_wrote_is_not()
    {
        Assert.NotEmpty(SourceWords.Among(["Что было и что впереди"]));
        Assert.Empty(SourceWords.Among(["Загребельный Пётр Лукич", "What happened"]));
    }
}
