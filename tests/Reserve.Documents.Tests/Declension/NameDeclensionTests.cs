using Reserve.Documents.Declension;

namespace Reserve.Documents.Tests.Declension;

public sealed class NameDeclensionTests
{
    private static readonly GrammaticalCase[] Oblique = [.. Enum.GetValues<GrammaticalCase>().Skip(1)];

    [Theory]
    [InlineData("Кедров", "Кедрова Кедрову Кедрова Кедровым Кедрове")]
    [InlineData("Вишневый-Озёрный", "Вишневого-Озёрного Вишневому-Озёрному Вишневого-Озёрного Вишневым-Озёрным Вишневом-Озёрном")]
    [InlineData("Заболоцкий", "Заболоцкого Заболоцкому Заболоцкого Заболоцким Заболоцком")]
    [InlineData("Луговской", "Луговского Луговскому Луговского Луговским Луговском")]
    [InlineData("Нижний", "Нижнего Нижнему Нижнего Нижним Нижнем")]
    [InlineData("Бовтрук", "Бовтрука Бовтруку Бовтрука Бовтруком Бовтруке")]
    [InlineData("Деркач", "Деркача Деркачу Деркача Деркачом Деркаче")]
    [InlineData("Буткевич", "Буткевича Буткевичу Буткевича Буткевичем Буткевиче")]
    [InlineData("Соловей", "Соловья Соловью Соловья Соловьем Соловье")]
    [InlineData("Коваль", "Коваля Ковалю Коваля Ковалем Ковале")]
    [InlineData("Заяц", "Зайца Зайцу Зайца Зайцем Зайце")]
    [InlineData("Кравец", "Кравца Кравцу Кравца Кравцом Кравце")]
    [InlineData("Скляр-Белый", "Скляра-Белого Скляру-Белому Скляра-Белого Скляром-Белым Скляре-Белом")]
    [InlineData("Черных", "Черных Черных Черных Черных Черных")]
    [InlineData("Живаго", "Живаго Живаго Живаго Живаго Живаго")]
    [InlineData("Лысенко", "Лысенко Лысенко Лысенко Лысенко Лысенко")]
    [InlineData("Рерих", "Рериха Рериху Рериха Рерихом Рерихе")]
    [InlineData("Окуджава", "Окуджавы Окуджаве Окуджаву Окуджавой Окуджаве")]
    [InlineData("фон Штауфен", "фон Штауфена фон Штауфену фон Штауфена фон Штауфеном фон Штауфене")]
    [InlineData("ПЕТРЕНЮК", "ПЕТРЕНЮКА ПЕТРЕНЮКУ ПЕТРЕНЮКА ПЕТРЕНЮКОМ ПЕТРЕНЮКЕ")]
    public void A_surname_of_a_man_declines_by_its_ending(string surname, string forms) =>
        Assert.Equal(forms, string.Join(' ', Oblique.Select(to => NameDeclension.Surname(surname, Gender.Male, to).Text)));

    [Theory]
    [InlineData("Кедрова", "Кедровой Кедровой Кедрову Кедровой Кедровой")]
    [InlineData("Заболоцкая", "Заболоцкой Заболоцкой Заболоцкую Заболоцкой Заболоцкой")]
    [InlineData("Нижняя", "Нижней Нижней Нижнюю Нижней Нижней")]
    [InlineData("Бовтрук", "Бовтрук Бовтрук Бовтрук Бовтрук Бовтрук")]
    [InlineData("Коваль", "Коваль Коваль Коваль Коваль Коваль")]
    [InlineData("Черных", "Черных Черных Черных Черных Черных")]
    [InlineData("Кошка", "Кошки Кошке Кошку Кошкой Кошке")]
    [InlineData("Ким-Полевая", "Ким-Полевой Ким-Полевой Ким-Полевую Ким-Полевой Ким-Полевой")]
    public void A_surname_of_a_woman_declines_only_where_it_ends_in_a_vowel(string surname, string forms) =>
        Assert.Equal(forms, string.Join(' ', Oblique.Select(to => NameDeclension.Surname(surname, Gender.Female, to).Text)));

    [Theory]
    [InlineData("Пётр", "Петра Петру Петра Петром Петре")]
    [InlineData("Лев", "Льва Льву Льва Львом Льве")]
    [InlineData("Павел", "Павла Павлу Павла Павлом Павле")]
    [InlineData("Илья", "Ильи Илье Илью Ильёй Илье")]
    [InlineData("Любовь", "Любови Любови Любовь Любовью Любови")]
    [InlineData("Софья", "Софьи Софье Софью Софьей Софье")]
    [InlineData("Виталия", "Виталии Виталии Виталию Виталией Виталии")]
    [InlineData("Глаша", "Глаши Глаше Глашу Глашей Глаше")]
    [InlineData("Анна-Мария", "Анны-Марии Анне-Марии Анну-Марию Анной-Марией Анне-Марии")]
    [InlineData("Жан-Поль", "Жан-Поля Жан-Полю Жан-Поля Жан-Полем Жан-Поле")]
    [InlineData("Юрий", "Юрия Юрию Юрия Юрием Юрии")]
    public void A_first_name_declines_and_tells_its_gender(string name, string forms) =>
        Assert.Equal(forms, string.Join(' ', Oblique.Select(to => NameDeclension.FirstName(name, Gender.Unknown, to).Text)));

    [Theory]
    [InlineData("Ильич", "Ильича Ильичу Ильича Ильичом Ильиче")]
    [InlineData("Геннадьевич", "Геннадьевича Геннадьевичу Геннадьевича Геннадьевичем Геннадьевиче")]
    [InlineData("Лукинична", "Лукиничны Лукиничне Лукиничну Лукиничной Лукиничне")]
    [InlineData("Вагиф оглы", "Вагиф оглы Вагиф оглы Вагиф оглы Вагиф оглы Вагиф оглы")]
    [InlineData("Вагиф-кызы", "Вагиф-кызы Вагиф-кызы Вагиф-кызы Вагиф-кызы Вагиф-кызы")]
    public void A_patronymic_declines_unless_it_is_Turkic(string patronymic, string forms) =>
        Assert.Equal(forms, string.Join(' ', Oblique.Select(to => NameDeclension.Patronymic(patronymic, Gender.Unknown, to).Text)));

    [Fact]
    public void A_persons_gender_is_that_of_the_patronymic_before_that_of_the_names()
    {
        Assert.Equal(Gender.Female, NameDeclension.GenderOf(new PersonName("Цой", "Саша", "Викторовна")));
        Assert.Equal(Gender.Male, NameDeclension.GenderOf(new PersonName("Мороз", "Никита")));
        Assert.Equal(Gender.Female, NameDeclension.GenderOf(new PersonName("Кедрова", "Саша")));
        Assert.Equal(Gender.Unknown, NameDeclension.GenderOf(new PersonName("Ким", "Саша")));
        Assert.Equal(Gender.Male, NameDeclension.GenderOf(new PersonName("Кедрова", "Анна", "", Gender.Male)));
    }

    [Fact]
    public void Whole_names_and_initials_are_made_from_the_fields()
    {
        var person = new PersonName("Мороз", "Инна", "Львовна");
        Assert.Equal("Мороз Инне Львовне", NameDeclension.Person(person, GrammaticalCase.Dative).Text);
        Assert.Equal("Морозу Илье", NameDeclension.Person(new("Мороз", "Илья"), GrammaticalCase.Dative).Text);
        var twofold = new PersonName("Кедрова-Мороз", "Анна-Мария", "Вагиф кызы");
        Assert.Equal("Кедровой-Мороз А.-М. В.", NameDeclension.SurnameAndInitials(twofold, GrammaticalCase.Genitive).Text);
        Assert.Equal("А.-М. В. Кедровой-Мороз", NameDeclension.InitialsAndSurname(twofold, GrammaticalCase.Instrumental).Text);
        Assert.Equal("Кедрову", NameDeclension.SurnameAndInitials(new("Кедров", ""), GrammaticalCase.Dative).Text);
    }

    [Fact]
    public void What_a_person_has_decided_stands_before_the_rules()
    {
        var known = new CaseForms("Павел", "Павела", "Павелу", "Павела", "Павелом", "Павеле");
        var person = new PersonName("Павел", "Иван", "Иванович") { KnownSurname = known };
        Assert.Equal(new("Павелу Ивану Ивановичу", true), NameDeclension.Person(person, GrammaticalCase.Dative));
        Assert.False(NameDeclension.Person(person with { KnownSurname = null }, GrammaticalCase.Dative).Sure);
    }

    [Theory]
    [InlineData("Ремень", Gender.Male)]
    [InlineData("Козел", Gender.Male)]
    [InlineData("Ковач", Gender.Male)]
    [InlineData("Калина", Gender.Female)]
    [InlineData("Мороз", Gender.Unknown)]
    [InlineData("Smith", Gender.Male)]
    [InlineData("Q-7", Gender.Unknown)]
    public void A_doubtful_surname_is_said_to_be_so(string surname, Gender gender) =>
        Assert.False(NameDeclension.Forms(NamePart.Surname, surname, gender).Sure);

    [Fact]
    public void A_surname_that_stays_for_both_genders_is_sure_without_one() =>
        Assert.True(NameDeclension.Forms(NamePart.Surname, "Седых", Gender.Unknown).Sure);

    [Fact]
    public void The_nominative_is_what_was_given() =>
        Assert.Equal(new("q–я 1", true), NameDeclension.Surname("q–я 1", Gender.Unknown, GrammaticalCase.Nominative));

    [Fact]
    public void A_name_costs_no_memory_but_that_of_its_form()
    {
        var letters = 0;
        for (var warm = 0; warm < 100; warm++)
            letters += NameDeclension.Surname("Заболоцкий", Gender.Male, GrammaticalCase.Dative).Text.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1000; count++)
            letters += NameDeclension.Surname("Заболоцкий", Gender.Male, GrammaticalCase.Dative).Text.Length;
        // A string of twelve letters takes 48 bytes.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 48);
        Assert.Equal(1100 * "Заболоцкому".Length, letters);
    }
}
