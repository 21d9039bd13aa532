using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Persons;

public sealed class SnilsTests
{
    [Theory]
    [InlineData("112-233-445 95")]
    [InlineData("11223344595")]
    [InlineData(" 112 233 445 95 ")]
    [InlineData("087-654-303 00")]
    [InlineData("001-001-998 77")]
    public void A_number_whose_checksum_holds_is_taken(string text) => Assert.NotNull(Snils.Parse(text));

    [Theory]
    [InlineData("112-233-445 96")]
    [InlineData("1122334459")]
    [InlineData("112-233-445-95-1")]
    [InlineData("000-000-000 00")]
    [InlineData("١١٢٢٣٣٤٤٥٩٥")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_not(string? text) => Assert.Null(Snils.Parse(text));

    [Fact]
    public void It_is_shown_as_on_the_card() => Assert.Equal("112-233-445 95", Snils.Parse("11223344595").ToString());
}
