using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Tests.Runtime.Forms;

/// <summary>Reading a form's file: what of the form-js schema is understood, and every mistake with its place.</summary>
public sealed class TaskFormTests
{
    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once_with_its_place()
    {
        var told = Findings(
            """
            {"type":"textfield","label":"Без ключа"},
            {"type":"iframe","label":"Чужое","key":"alien"},
            {"type":"textfield","key":"two words","label":"Два слова"},
            {"type":"textfield","key":"twin","label":"Первый"},
            {"type":"number","key":"twin","label":"Второй"},
            {"type":"textfield","key":"hidden","label":"Условие","conditional":{"hide":"=twin = = 1"}},
            {"type":"expression","key":"sum","properties":{"label":"Сумма"},"expression":"=1 +"},
            {"type":"select","key":"choice","label":"Пустой"},
            {"type":"select","key":"who","label":"Кто","properties":{"reference":"Person","reference.role":"Boss"}},
            {"type":"number","key":"n","label":"Число","validate":{"min":5,"max":1}},
            {"type":"textfield","key":"p","label":"Образец","validate":{"pattern":"["}},
            {"type":"filepicker","key":"scan","label":"Скан","accept":".pdf, что угодно"},
            {"type":"dynamiclist","path":"rows","label":"Строки","properties":{"rows.max":"200"},"components":[
              {"type":"dynamiclist","path":"inner","label":"Внутри","components":[]}]},
            "не поле",
            {"type":"number","key":"limit","label":"=title","validate":{"max":"=limit"}}
            """
        );
        string[] expected =
        [
            "components[0] «Без ключа»: у поля нет ключа",
            "components[1] «Чужое»: поля вида «iframe» сервер не рисует",
            "components[2] «Два слова»: ключ «two words» — не имя",
            "components: ключ «twin» у нескольких полей: «Первый», «Второй»",
            "components[5] «Условие»: условие: 1:8",
            "components[6] «Сумма»: формула: 1:",
            "components[7] «Пустой»: нет ни одного варианта",
            "components[8] «Кто»: роли «Boss» нет",
            "components[9] «Число»: наименьшее 5 больше наибольшего 1",
            "components[10] «Образец»: «[» — не образец",
            "components[11] «Скан»: «что угодно» — не вид файла",
            "components[12] «Строки»: строк не меньше 0 и не больше 200",
            "components[12].components[0] «Внутри»: повторяемая группа не может стоять в другой",
            "components[13]: здесь должно стоять поле",
            "components[14] «=title»: max: здесь нужно число",
            "components[14] «=title»: label: формула не считается",
        ];
        foreach (var text in expected)
            Assert.Contains(told, finding => finding.StartsWith(text, StringComparison.Ordinal));
        Assert.Equal(expected.Length, told.Count);
    }

    [Theory]
    [InlineData("[]", "форма — это объект JSON")]
    [InlineData("{}", "нет списка полей")]
    [InlineData("{\"components\":{}}", "components: здесь должен стоять список")]
    [InlineData("{\"components\":[{\"type\":\"group\",\"components\":7}]}", "components[0].components: здесь должен стоять список")]
    [InlineData("{\"components\":[{\"type\":{}}]}", "components[0]: у поля нет вида")]
    [InlineData("{\n  оборвано", "это не JSON: строка 2, знак 3")]
    [InlineData("{\"ключ\": \"слово\" лишнее}", "это не JSON: строка 1, знак 18")]
    public void A_file_of_another_shape_is_a_finding_and_never_an_exception(string json, string expected) =>
        Assert.Contains(expected, string.Join('\n', FormChecks.Of(json)), StringComparison.Ordinal);

    [Fact]
    public void Computed_fields_that_need_each_other_are_told()
    {
        var told = Findings(
            """
            {"type":"expression","key":"a","expression":"=b + 1"},
            {"type":"expression","key":"b","expression":"=c * 2"},
            {"type":"expression","key":"c","expression":"=a"},
            {"type":"expression","key":"free","expression":"=a + x"},{"type":"number","key":"x","label":"x"}
            """
        );
        Assert.Equal(3, told.Count(finding => finding.Contains("по кругу", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_that_nobody_gives_are_doubted_with_the_nearest_field()
    {
        var form = TaskForm.Parse(
            Json(
                """
                {"type":"number","key":"score","label":"Оценка"},
                {"type":"textfield","key":"why","label":"Почему","conditional":{"hide":"=scor > 50"}},
                {"type":"textfield","key":"more","label":"Ещё","conditional":{"hide":"=region = \"RU.74\""}}
                """
            )
        );
        var doubt = Assert.Single(FormChecks.Doubts(form, ["<process>region</process>"]));
        Assert.False(doubt.IsError);
        Assert.Contains("«Почему»", doubt.ToString(), StringComparison.Ordinal);
        Assert.Contains("«score»", doubt.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_rows_files_and_references_are_read()
    {
        var form = TaskForm.Parse(
            Json(
                """
                {"type":"group","label":"Паспорт","path":"passport","components":[{"type":"textfield","key":"number","label":"Номер"}]},
                {"type":"group","label":"Прочее","components":[{"type":"textfield","key":"note","label":"Заметка"}]},
                {"type":"dynamiclist","path":"trips","label":"Поездки","defaultRepetitions":2,"properties":{"rows.min":1,"rows.max":"5"},
                 "components":[{"type":"textfield","key":"to","label":"Куда"}]},
                {"type":"filepicker","key":"scans","label":"Сканы","accept":".pdf, image/*","multiple":true},
                {"type":"select","key":"who","label":"Кто","properties":{"reference":"Person","reference.role":"HrOfficer"}}
                """
            )
        );
        Assert.Empty(FormChecks.Of(Json("""{"type":"group","label":"Г","path":"p","components":[]}""")));
        Assert.Equal(
            ["passport.number", "note", "trips", "scans", "who"],
            form.Fields.Where(field => field.HasAnswer).Select(field => field.Key)
        );
        var rows = form.Fields.Single(field => field.Kind == FieldKind.Rows);
        Assert.Equal((1, 5, 2), (rows.MinRows, rows.MaxRows, rows.RowsAtFirst));
        Assert.Equal("Куда", form.At("trips.17.to")!.Label);
        Assert.Null(form.At("trips.17.from"));
        Assert.Equal(new FieldReference("Person", "HrOfficer"), form.At("who")!.Reference);
        Assert.True(form.At("scans") is { Multiple: true, Accept: [".pdf", "image/*"] });
    }

    private static IReadOnlyList<string> Findings(string components) =>
        [.. FormChecks.Of(Json(components)).Select(finding => finding.ToString())];

    private static string Json(string components) => $$"""{"type":"default","id":"f","components":[{{components}}]}""";
}
