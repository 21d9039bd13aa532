using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Persons;

public sealed class PostWordsTests
{
    [Theory]
    [InlineData("Начальник управления образования", PostLevel.Municipal, PostCategory.MunicipalHead)]
    [InlineData("Заведующая отделом образования администрации района", PostLevel.Municipal, PostCategory.MunicipalHead)]
    [InlineData("Председатель комитета по образованию", PostLevel.Municipal, PostCategory.MunicipalHead)]
    [InlineData("Начальник отдела общего образования управления образования", PostLevel.Municipal, PostCategory.UnitHead)]
    [InlineData("Заместитель начальника управления образования", PostLevel.Municipal, PostCategory.MunicipalDeputy)]
    [InlineData("Заместитель главы района по социальным вопросам", PostLevel.Municipal, PostCategory.AdministrationDeputy)]
    [InlineData("Министр образования и науки области", PostLevel.Regional, PostCategory.RegionalHead)]
    [InlineData("Первый заместитель министра образования", PostLevel.Regional, PostCategory.RegionalDeputy)]
    [InlineData("Директор школы № 5", PostLevel.School, PostCategory.SchoolHead)]
    [InlineData("Заместитель директора гимназии", PostLevel.School, PostCategory.SchoolDeputy)]
    [InlineData("Методист центра", PostLevel.Municipal, PostCategory.Other)]
    public void The_words_of_a_post_say_what_it_is(string wording, PostLevel level, PostCategory category)
    {
        var guess = PostWords.Guess(wording);
        Assert.Equal((level, category), (guess.Level, guess.Category));
        Assert.Equal(category is PostCategory.MunicipalHead or PostCategory.RegionalHead or PostCategory.SchoolHead, guess.IsSingle);
    }
}
