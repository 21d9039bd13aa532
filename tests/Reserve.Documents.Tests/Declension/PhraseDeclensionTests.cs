using Reserve.Documents.Declension;

namespace Reserve.Documents.Tests.Declension;

public sealed class PhraseDeclensionTests
{
    [Theory]
    [InlineData("ведущий консультант управления кадров", "ведущему консультанту управления кадров")]
    [InlineData("педагог-библиотекарь", "педагогу-библиотекарю")]
    [InlineData("вице-президент", "вице-президенту")]
    [InlineData("заведующая кабинетом химии", "заведующей кабинетом химии")]
    [InlineData("временно исполняющий обязанности ректора", "временно исполняющему обязанности ректора")]
    [InlineData("и. о. ректора института", "и. о. ректора института")]
    [InlineData("Врио министра", "Врио министра")]
    [InlineData("директор лицея, учитель химии", "директору лицея, учителю химии")]
    [InlineData("заместитель министра — начальник отдела", "заместителю министра — начальнику отдела")]
    [InlineData("методист и тьютор курсов", "методисту и тьютору курсов")]
    [InlineData("преподаватель алгебры и геометрии", "преподавателю алгебры и геометрии")]
    [InlineData("заместитель директора по научной и методической работе", "заместителю директора по научной и методической работе")]
    [InlineData("специалист, курирующий приём детей", "специалисту, курирующему приём детей")]
    [InlineData("уполномоченный по защите прав", "уполномоченному по защите прав")]
    [InlineData("2-й секретарь посольства", "2-му секретарю посольства")]
    [InlineData("директор МБОУ «Лицей № 7»", "директору МБОУ «Лицей № 7»")]
    [InlineData("РЕКТОР ИНСТИТУТА", "РЕКТОРУ ИНСТИТУТА")]
    [InlineData("прежний староста", "прежнему старосте")]
    public void A_post_declines_up_to_what_depends_on_it(string post, string dative) =>
        Assert.Equal(new(dative, true), PhraseDeclension.Post(post, GrammaticalCase.Dative));

    [Theory]
    [InlineData("главный бухгалтер", "главного бухгалтера", "главным бухгалтером", "главном бухгалтере")]
    [InlineData("новая заведующая", "новую заведующую", "новой заведующей", "новой заведующей")]
    [InlineData("временный глава", "временного главу", "временным главой", "временном главе")]
    [InlineData("врач", "врача", "врачом", "враче")]
    [InlineData("боец", "бойца", "бойцом", "бойце")]
    public void The_accusative_of_a_post_is_that_of_people(string post, string accusative, string instrumental, string prepositional)
    {
        var forms = PhraseDeclension.PostForms(post);
        Assert.Equal((accusative, instrumental, prepositional), (forms.Accusative, forms.Instrumental, forms.Prepositional));
    }

    [Theory]
    [InlineData("Министерство культуры и туризма края", "Министерства культуры и туризма края", "Министерстве культуры и туризма края")]
    [InlineData("городское управление опеки", "городского управления опеки", "городском управлении опеки")]
    [InlineData("Счётно-ревизионная палата", "Счётно-ревизионной палаты", "Счётно-ревизионной палате")]
    [InlineData("Начальная школа — детский сад № 8", "Начальной школы — детского сада № 8", "Начальной школе — детском саде № 8")]
    [InlineData("школа-интернат", "школы-интерната", "школе-интернате")]
    [InlineData("Бюро переводов", "Бюро переводов", "Бюро переводов")]
    [InlineData("МАОУ «Гимназия № 4»", "МАОУ «Гимназия № 4»", "МАОУ «Гимназия № 4»")]
    [InlineData("Минпросвещения России", "Минпросвещения России", "Минпросвещения России")]
    [InlineData("Уполномоченный по делам детей", "Уполномоченного по делам детей", "Уполномоченном по делам детей")]
    [InlineData("учебные центры", "учебных центров", "учебных центрах")]
    [InlineData("Дворец спорта", "Дворца спорта", "Дворце спорта")]
    public void An_authority_declines_up_to_what_depends_on_it(string authority, string genitive, string prepositional)
    {
        var forms = PhraseDeclension.AuthorityForms(authority);
        Assert.Equal((genitive, prepositional, true), (forms.Genitive, forms.Prepositional, forms.Sure));
    }

    [Theory]
    [InlineData("Заозёрный муниципальный округ", "Заозёрного муниципального округа", "Заозёрным муниципальным округом")]
    [InlineData("Усть-Лугский муниципальный район", "Усть-Лугского муниципального района", "Усть-Лугским муниципальным районом")]
    [InlineData(
        "Кольский национальный (поморский) район",
        "Кольского национального (поморского) района",
        "Кольским национальным (поморским) районом"
    )]
    [InlineData("городской округ город Тверь", "городского округа город Тверь", "городским округом город Тверь")]
    [InlineData("муниципальный округ Лужский район", "муниципального округа Лужский район", "муниципальным округом Лужский район")]
    [InlineData("Муниципальный округ \"Город Кизел\"", "Муниципального округа \"Город Кизел\"", "Муниципальным округом \"Город Кизел\"")]
    [InlineData("Республика Карелия", "Республики Карелия", "Республикой Карелия")]
    [InlineData("Камская область — Прикамье", "Камской области — Прикамья", "Камской областью — Прикамьем")]
    [InlineData("город Самара", "города Самары", "городом Самарой")]
    [InlineData("город Мытищи", "города Мытищи", "городом Мытищи")]
    [InlineData("город Люблино", "города Люблино", "городом Люблино")]
    [InlineData("город-герой Тула", "города-героя Тулы", "городом-героем Тулой")]
    [InlineData("село Раздольное", "села Раздольного", "селом Раздольным")]
    [InlineData("село Берёзовка", "села Берёзовка", "селом Берёзовка")]
    [InlineData(
        "город федерального значения Севастополь",
        "города федерального значения Севастополя",
        "городом федерального значения Севастополем"
    )]
    [InlineData("Нижний Новгород", "Нижнего Новгорода", "Нижним Новгородом")]
    [InlineData("Ростов-на-Дону", "Ростова-на-Дону", "Ростовом-на-Дону")]
    [InlineData("Каменск-Уральский", "Каменска-Уральского", "Каменском-Уральским")]
    [InlineData("Усолье-Сибирское", "Усолья-Сибирского", "Усольем-Сибирским")]
    [InlineData("Йошкар-Ола", "Йошкар-Олы", "Йошкар-Олой")]
    [InlineData("Набережные Челны", "Набережных Челнов", "Набережными Челнами")]
    [InlineData("Пермь", "Перми", "Пермью")]
    [InlineData("Большая Речка", "Большой Речки", "Большой Речкой")]
    [InlineData("Ярославль", "Ярославля", "Ярославлем")]
    [InlineData("Королёв", "Королёва", "Королёвом")]
    [InlineData("Сочи", "Сочи", "Сочи")]
    public void A_municipality_declines_and_the_name_after_its_kind_stays(string name, string genitive, string instrumental)
    {
        var forms = PhraseDeclension.MunicipalityForms(name);
        Assert.Equal((genitive, instrumental, true), (forms.Genitive, forms.Instrumental, forms.Sure));
    }

    [Theory]
    [InlineData("МКУ Управление спорта")]
    [InlineData("—")]
    [InlineData("головок")]
    public void What_cannot_be_read_stays_or_is_not_sure(string authority) =>
        Assert.False(PhraseDeclension.Authority(authority, GrammaticalCase.Genitive).Sure);

    [Fact]
    public void Spaces_and_stops_are_kept() =>
        Assert.Equal(" «Дом» ( отдел )", PhraseDeclension.Authority(" «Дом» ( отдел )", GrammaticalCase.Dative).Text);
}
