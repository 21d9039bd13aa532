using System.Text;
using Microsoft.Extensions.Configuration;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Tests.Runtime.Forms;

/// <summary>What becomes of answers: conditions, rows, computed and locked fields, files.</summary>
public sealed class FilledFormTests
{
    private static readonly HashSet<(string, string)> NoRows = [];

    [Fact]
    public void A_hidden_field_is_neither_required_nor_kept_and_what_depends_on_it_sees_nothing()
    {
        const string form = """
            {"type":"checkbox","key":"trip","label":"Командировка"},
            {"type":"textfield","key":"city","label":"Город","validate":{"required":true},"conditional":{"hide":"=trip != true"}},
            {"type":"textfield","key":"hotel","label":"Гостиница","validate":{"required":true},"conditional":{"hide":"=city = null"}}
            """;
        var hidden = Sent(form, ("city", "Миасс"), ("hotel", "Урал"));
        Assert.Empty(Problems(hidden));
        Assert.Equal("""{"trip":false,"city":null,"hotel":null}""", Json(hidden));

        var asked = Sent(form, ("trip", "true"));
        Assert.Equal(["city"], Problems(asked));
        Assert.Equal(
            """{"trip":true,"city":"Миасс","hotel":"Урал"}""",
            Json(Sent(form, ("trip", "true"), ("city", "Миасс"), ("hotel", "Урал")))
        );
    }

    [Fact]
    public void Conditions_read_what_the_process_knows_and_two_that_hide_each_other_come_to_an_end()
    {
        const string form = """
            {"type":"textfield","key":"reason","label":"Причина","conditional":{"hide":"=days.count < 30"}},
            {"type":"textfield","key":"a","label":"А","conditional":{"hide":"=b != null"}},
            {"type":"textfield","key":"b","label":"Б","conditional":{"hide":"=a != null"}}
            """;
        var known = FeelContext.Of(("days", FeelValue.Context(FeelContext.Of(("count", FeelValue.From(10))))));
        var filled = Read(form, known, FeelContext.Empty, ("reason", "долго"), ("a", "1"), ("b", "2"));
        Assert.True(filled.Parts[0].IsHidden);
        Assert.Equal(3, filled.Values.Count);
    }

    [Fact]
    public void Computed_fields_come_from_the_server_through_any_number_of_steps()
    {
        const string form = """
            {"type":"number","key":"days","label":"Дней"},
            {"type":"expression","key":"total","properties":{"label":"Всего"},"expression":"=sum + rate"},
            {"type":"expression","key":"sum","expression":"=days * rate"}
            """;
        var filled = Read(
            form,
            FeelContext.Of(("rate", FeelValue.From(700))),
            FeelContext.Empty,
            ("days", "3"),
            ("total", "1"),
            ("sum", "1")
        );
        Assert.Equal("""{"days":3,"total":2800,"sum":2100}""", Json(filled));
    }

    [Fact]
    public void Rows_become_a_list_with_problems_beside_the_right_row()
    {
        const string form = """
            {"type":"dynamiclist","path":"trips","label":"Поездки","properties":{"rows.min":"1"},"components":[
              {"type":"textfield","key":"to","label":"Куда","validate":{"required":true}},
              {"type":"number","key":"days","label":"Дней"},
              {"type":"textfield","key":"why","label":"Зачем","validate":{"required":true},"conditional":{"hide":"=days < 5"}},
              {"type":"expression","key":"cost","expression":"=this.days * parent.rate"}]},
            {"type":"expression","key":"all","expression":"=sum(trips.cost)"}
            """;
        var rate = FeelContext.Of(("rate", FeelValue.From(2)));
        var bad = Read(
            form,
            rate,
            FeelContext.Empty,
            [("trips", ["0", "7", "9"]), ("trips.0.to", ["Миасс"]), ("trips.0.days", ["2"]), ("trips.7.days", ["6"])]
        );
        Assert.Equal(["trips.7.to", "trips.7.why"], Problems(bad));

        var good = Read(
            form,
            rate,
            FeelContext.Empty,
            [
                ("trips", ["0", "7", "9"]),
                ("trips.0.to", ["Миасс"]),
                ("trips.0.days", ["2"]),
                ("trips.7.to", ["Пермь"]),
                ("trips.7.days", ["6"]),
                ("trips.7.why", ["Курсы"]),
            ]
        );
        Assert.Empty(Problems(good));
        Assert.Equal(
            """{"trips":[{"to":"Миасс","days":2,"why":null,"cost":4},{"to":"Пермь","days":6,"why":"Курсы","cost":12}],"all":16}""",
            Json(good)
        );

        Assert.Equal(["trips"], Problems(Sent(form)));
        var many = Enumerable.Range(0, 200).Select(row => $"{row}").ToArray();
        var crowded = Read(form, rate, FeelContext.Empty, [("trips", many), .. many.Select(row => ($"trips.{row}.to", new[] { "Миасс" }))]);
        Assert.Equal(["trips"], Problems(crowded).Where(path => path == "trips"));
        Assert.Equal(FormField.MostRows + 1, crowded.Parts[0].Rows.Count);
    }

    [Fact]
    public void What_is_only_read_keeps_what_it_held_and_what_is_disabled_gives_nothing()
    {
        const string form = """
            {"type":"textfield","key":"number","label":"Номер","readonly":true},
            {"type":"number","key":"limit","label":"Предел","disabled":true,"defaultValue":5},
            {"type":"textfield","key":"note","label":"Заметка","readonly":"=number = \"17\"","defaultValue":"как было"}
            """;
        var filled = Read(
            form,
            FeelContext.Of(("number", FeelValue.From("17"))),
            FeelContext.Empty,
            ("number", "1"),
            ("limit", "9"),
            ("note", "иначе")
        );
        Assert.Equal("""{"number":"17","note":"как было"}""", Json(filled));
    }

    [Fact]
    public void Groups_with_a_path_and_keys_with_points_become_contexts()
    {
        const string form = """
            {"type":"group","label":"Паспорт","path":"passport","conditional":{"hide":"=foreign = true"},"components":[
              {"type":"textfield","key":"number","label":"Номер","validate":{"required":true}}]},
            {"type":"checkbox","key":"foreign","label":"Иностранец"},
            {"type":"textfield","key":"address.city","label":"Город"}
            """;
        Assert.Equal(
            """{"passport":{"number":"75 04"},"foreign":false,"address":{"city":"Миасс"}}""",
            Json(Sent(form, ("passport.number", "75 04"), ("address.city", "Миасс")))
        );
        Assert.Equal(["passport.number"], Problems(Sent(form)));
        Assert.Empty(Problems(Sent(form, ("foreign", "true"))));
    }

    [Fact]
    public void Every_part_of_a_form_has_a_place_of_its_own_on_the_page()
    {
        const string form = """
            {"type":"group","label":"А","components":[{"type":"text","text":"один"},{"type":"textfield","key":"a","label":"а"}]},
            {"type":"group","label":"Б","components":[{"type":"text","text":"два"}]},
            {"type":"dynamiclist","path":"rows","label":"Строки","allowAddRemove":false,"defaultRepetitions":2,"components":[
              {"type":"text","text":"три"},{"type":"textfield","key":"a","label":"а"}]}
            """;
        // The number of rows is fixed, whatever a browser sends.
        var filled = Sent(form, ("rows", "17"));
        Assert.Equal(2, filled.Parts[2].Rows.Count);
        var places = filled.All.Select(field => field.Place).ToList();
        Assert.Equal(10, places.Count);
        Assert.Equal(places.Count, places.Distinct().Count());
    }

    [Fact]
    public void Earlier_answers_open_the_form_with_their_rows_and_dates()
    {
        const string form = """
            {"type":"datetime","subtype":"date","key":"until","label":"До"},
            {"type":"taglist","key":"tags","label":"Метки","values":[{"value":"x"},{"value":"y"}]},
            {"type":"textfield","key":"new","label":"Новое","defaultValue":"впервые"},
            {"type":"dynamiclist","path":"rows","label":"Строки","components":[{"type":"textfield","key":"a","label":"А"}]}
            """;
        using var earlier = System.Text.Json.JsonDocument.Parse("""{"until":"2026-12-01","tags":["x"],"rows":[{"a":"1"},{"a":"2"}]}""");
        var opened = FilledForm.Open(TaskForm.Parse(Text(form)), Data(FeelContext.Empty, FeelJson.Read(earlier.RootElement).AsContext()!));
        Assert.Equal(["2026-12-01", "x", "впервые", "1", "2"], opened.All.SelectMany(field => field.Texts));
    }

    [Fact]
    public void Files_keep_to_their_kinds_and_number()
    {
        const string form = """
            {"type":"filepicker","key":"scan","label":"Скан","accept":".pdf,image/*","validate":{"required":true}},
            {"type":"filepicker","key":"more","label":"Ещё","multiple":true},
            {"type":"filepicker","key":"gone","label":"Нет","conditional":{"hide":"=true"}}
            """;
        FilledForm With(params AttachedFile[] files)
        {
            var filled = FilledForm.Sent(
                TaskForm.Parse(Text(form)),
                Data(FeelContext.Empty, FeelContext.Empty),
                new RawAnswers(new Dictionary<string, string[]>(), files)
            );
            FormProblems.Tell(filled, NoRows);
            return filled;
        }
        AttachedFile File(string key, string name, string type) => new(key, name, type, Encoding.UTF8.GetBytes(name));

        Assert.Equal("Приложите файл.", With().Parts[0].Problem);
        Assert.Equal("Файл «a.exe» не того вида: подходят .pdf, image/*.", With(File("scan", "a.exe", "application/pdf")).Parts[0].Problem);
        Assert.Equal("Приложите один файл.", With(File("scan", "a.pdf", ""), File("scan", "b.pdf", "")).Parts[0].Problem);
        var good = With(
            File("scan", "a.PNG", "image/png"),
            File("more", "1.txt", "text/plain"),
            File("more", "2.txt", "text/plain"),
            File("gone", "3.txt", "text/plain")
        );
        Assert.Empty(Problems(good));
        Assert.Equal(["a.PNG", "1.txt", "2.txt"], good.Files.Select(file => file.Name));
        Assert.Equal(2, FormData.At(good.Values, "more").AsList()!.Count);
        Assert.True(FormData.At(good.Values, "gone").IsNull);
    }

    [Theory]
    [InlineData("{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"А\",\"validate\":{\"validationType\":\"email\"}}", "a@b.ru", "a@b")]
    [InlineData(
        "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"А\",\"validate\":{\"validationType\":\"phone\"}}",
        "+7 351 263-00-00",
        "нет"
    )]
    [InlineData("{\"type\":\"datetime\",\"key\":\"a\",\"label\":\"А\",\"disallowPassedDates\":true}", "1970-01-01", "1969-12-31")]
    public void Patterns_and_limits_of_the_designer_are_kept(string field, string good, string bad)
    {
        Assert.Empty(Problems(Sent(field, ("a", good))));
        Assert.Equal(["a"], Problems(Sent(field, ("a", bad))));
    }

    [Fact]
    public void Options_may_come_from_the_process()
    {
        const string form = """{"type":"select","key":"who","label":"Кто","valuesKey":"people"}""";
        var people = FeelContext.Of(
            (
                "people",
                FeelValue.List(
                    FeelValue.From("а"),
                    FeelValue.Context(FeelContext.Of(("value", FeelValue.From("b")), ("label", FeelValue.From("Бэ"))))
                )
            )
        );
        Assert.Empty(Problems(Read(form, people, FeelContext.Empty, ("who", "b"))));
        Assert.Equal(["who"], Problems(Read(form, people, FeelContext.Empty, ("who", "c"))));
    }

    private static FilledForm Sent(string form, params (string Key, string Value)[] values) =>
        Read(form, FeelContext.Empty, FeelContext.Empty, values);

    private static FilledForm Read(string form, FeelContext variables, FeelContext earlier, params (string Key, string Value)[] values) =>
        Read(form, variables, earlier, [.. values.Select(value => (value.Key, new[] { value.Value }))]);

    private static FilledForm Read(string form, FeelContext variables, FeelContext earlier, (string Key, string[] Values)[] values)
    {
        var raw = new RawAnswers(values.ToDictionary(value => value.Key, value => value.Values), []);
        var filled = FilledForm.Sent(TaskForm.Parse(Text(form)), Data(variables, earlier), raw);
        FormProblems.Tell(filled, NoRows);
        return filled;
    }

    private static FormData Data(FeelContext variables, FeelContext earlier) =>
        new(variables, earlier, new ProcessClock(new ConfigurationBuilder().Build()), DateTimeOffset.UnixEpoch);

    private static string[] Problems(FilledForm filled) =>
        [.. filled.All.Where(field => field.Problem is not null).Select(field => field.Path)];

    private static string Json(FilledForm filled) => FeelJson.ToText(FeelValue.Context(filled.Values));

    private static string Text(string components) => $$"""{"type":"default","id":"f","components":[{{components}}]}""";
}
