using Reserve.Web.Features.Appointments.Conflicts;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Appointments.Conflicts;

public sealed class ConflictRuleTests
{
    private static readonly DateOnly Past = new(2015, 1, 1);
    private static readonly DateOnly Later = new(2020, 1, 1);

    [Theory]
    [InlineData("Иванова Анна Павловна", "Пётр Иванов", true)]
    [InlineData("Чёрная Анна Павловна", "Олег Черный", true)]
    [InlineData("Иванова Анна Павловна", "Пётр Иванович Сидоров", false)]
    [InlineData("Ли Анна", "Олег Ли", false)]
    [InlineData("Синицына Анна Павловна", "Олег Пробный", false)]
    public void A_surname_of_a_man_and_of_a_woman_is_one(string person, string judge, bool proposed) =>
        Assert.Equal(
            proposed ? [ConflictKind.Surname] : [],
            ConflictRule.Reasons(new(person, [], [], null), new(judge, null, [], [])).Select(reason => reason.Kind)
        );

    [Fact]
    public void Who_worked_at_one_place_at_one_time_is_asked()
    {
        var person = new KnownPerson("Синицына Анна", [new(Past, Later, "МБОУ «Школа № 5»", "Учитель")], [], null);
        Assert.Equal(
            [new ConflictReason(ConflictKind.Employer, "МБОУ Школа № 5")],
            ConflictRule.Reasons(person, Judge(new PersonWork(Past.AddYears(2), null, "МБОУ Школа № 5", "Методист")))
        );
        Assert.Equal(
            [new ConflictReason(ConflictKind.Superior, "МБОУ Школа № 5")],
            ConflictRule.Reasons(person, Judge(new PersonWork(Past.AddYears(2), null, "МБОУ Школа № 5", "Директор школы")))
        );
        Assert.Empty(ConflictRule.Reasons(person, Judge(new PersonWork(Later.AddDays(1), null, "МБОУ Школа № 5", "Методист"))));
        Assert.Empty(ConflictRule.Reasons(person, Judge(new PersonWork(Past, null, "МБОУ Школа № 6", "Методист"))));
    }

    [Theory]
    [InlineData("Пробный О. И.", "Пробный Олег Иванович", true)]
    [InlineData("Пробный О.", "Олег Пробный", true)]
    [InlineData("Пробный Олег", "Олег Пробный", true)]
    [InlineData("Другой О. И.", "Олег Пробный", false)]
    public void A_mentor_is_known_by_the_plan(string mentor, string judge, bool proposed) =>
        Assert.Equal(
            proposed,
            ConflictRule
                .Reasons(new("Синицына Анна", [], [mentor], null), new(judge, null, [], []))
                .Any(reason => reason.Kind == ConflictKind.Mentor)
        );

    [Fact]
    public void Who_held_the_post_is_asked()
    {
        var post = new PostId(Guid.NewGuid());
        var asked = new KnownPost("RU.74.01", post, "Начальник управления образования", "");
        var person = new KnownPerson("Синицына Анна", [], [], asked);
        Assert.Equal(
            [new ConflictReason(ConflictKind.Post)],
            ConflictRule.Reasons(person, new("Олег Пробный", null, [], [asked with { Position = "Начальник" }]))
        );
        Assert.Empty(ConflictRule.Reasons(person, new("Олег Пробный", null, [], [asked with { Territory = "RU.74.02" }])));
        Assert.NotEmpty(ConflictRule.Reasons(person, new("Олег Пробный", null, [], [asked with { Post = null }])));
    }

    private static KnownJudge Judge(PersonWork work) => new("Олег Пробный", "Пробный Олег", [work], []);
}
