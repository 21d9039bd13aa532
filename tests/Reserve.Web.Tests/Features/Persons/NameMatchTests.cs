using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Persons;

public sealed class NameMatchTests
{
    [Theory]
    [InlineData("Семёнова Анна Петровна", true)]
    [InlineData("семенова  анна петровна", true)]
    [InlineData("Анна Петровна Семёнова", true)]
    [InlineData("Семенова А.П.", true)]
    [InlineData("А. П. Семенова", true)]
    [InlineData("Семенова Анна", true)]
    [InlineData("Семенова Анна Ивановна", false)]
    [InlineData("Семенова П. А.", false)]
    [InlineData("Семенов Анна Петровна", false)]
    [InlineData("Семенова", false)]
    [InlineData("Семенова Анна Петровна Младшая", false)]
    public void A_written_name_means_a_person_or_not(string written, bool means) =>
        Assert.Equal(means, NameMatch.MeansPerson(written, "Семёнова Анна Петровна"));

    [Theory]
    [InlineData("Озёрский городской округ", "озерский")]
    [InlineData("г. Озёрск", "озерск")]
    [InlineData("Ашинский  муниципальный район Челябинской области", "ашинский челябинской")]
    [InlineData("Район", "район")]
    public void A_municipality_is_known_without_the_words_for_its_kind(string written, string name) =>
        Assert.Equal(name, NameMatch.Municipality(written));
}
