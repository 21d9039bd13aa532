using System.Globalization;
using Reserve.Web.Pages;

namespace Reserve.Web.Tests.Pages;

public sealed class WordsTests
{
    [Theory]
    [InlineData("ru", 1, "1 задача")]
    [InlineData("ru", 4, "4 задачи")]
    [InlineData("ru", 10_000, "10 000 задач")]
    [InlineData("ru", 10_001, "больше 10 000 задач")]
    [InlineData("en", 1, "1 task")]
    [InlineData("en", 10_001, "more than 10,000 tasks")]
    public void A_bounded_count_says_that_there_are_more(string language, long number, string said)
    {
        var former = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal(said, new Words().Count(number, "задача|задачи|задач", 10_000).Replace('\u00a0', ' '));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = former;
        }
    }
}
