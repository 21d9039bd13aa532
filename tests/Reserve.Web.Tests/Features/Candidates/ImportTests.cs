using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Access;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Candidates.Import;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Persons.Import;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

public sealed class ImportTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Headings =
        "Территория;Фамилия;Имя;Отчество;Дата рождения;СНИЛС;Место работы;Должность;Кем представлен;Дата "
        + "согласия;Электронная почта;Телефон";

    [Fact]
    public async Task A_good_file_is_shown_first_and_entered_when_confirmed()
    {
        using var client = await site.SignedInClient("importer1", "RU.74", Roles.HrOfficer);
        var preview = await client.PostFile(
            "/candidates/import",
            "file",
            "list.csv",
            Csv(Row("Первая", 300_000_001), Row("Вторая", 300_000_002))
        );
        Assert.Contains("Вторая", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await Count("Вторая"));
        var path = preview.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.Equal(HttpStatusCode.OK, (await client.Post(path, "Confirm")).StatusCode);
        Assert.Equal((1, 1), (await Count("Первая"), await Count("Вторая")));
        var runs = await site.Look("RU.74", db => db.Set<ReserveEntry>().CountAsync(entry => entry.RunId != null));
        Assert.Equal(2, runs);
        // The second click finds nothing to enter.
        var again = await site.Send("RU.74", Roles.HrOfficer, new ImportCandidates(new CandidateImportId(Guid.Parse(path.Split('/')[^1]))));
        Assert.IsType<ImportRefusal.Gone>(again.Refusal);
    }

    [Fact]
    public async Task Every_fault_stands_in_its_row_and_column_and_nothing_is_saved()
    {
        using var client = await site.SignedInClient("importer2", "RU.74", Roles.HrOfficer);
        var bad = "RU.66;Третья;Имя;;31.02.1980;112-233-445 96;Школа;;;не дата;x;";
        var preview = await client.PostFile(
            "/candidates/import",
            "file",
            "list.csv",
            Csv(Row("Хорошая", 300_000_003), bad, Row("Повтор", 300_000_003))
        );
        var page = WebUtility.HtmlDecode(await preview.Content.ReadAsStringAsync());
        foreach (
            var problem in (string[])
                [
                    "Такой территории нет, или она не ваша.",
                    "Дата записана неверно",
                    "контрольное число не сходится",
                    "Укажите должность.",
                    "Неверный адрес электронной почты.",
                    "Тот же СНИЛС уже в строке 2.",
                ]
        )
            Assert.Contains(problem, page, StringComparison.Ordinal);
        var path = preview.RequestMessage!.RequestUri!.AbsolutePath;
        var confirmed = await client.Post(path, "Confirm");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, confirmed.StatusCode);
        Assert.Equal(0, await Count("Хорошая"));
    }

    [Fact]
    public void Excel_and_the_old_code_page_are_read_alike()
    {
        System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var row = Row("Кодовая", 300_000_004);
        var old = CandidateSheet.Read(Encoding.GetEncoding(1251).GetBytes(Headings + "\r\n" + row));
        Assert.Null(old.Problem);
        Assert.Equal("Кодовая", old.Rows.Single()["Фамилия"]);
        var file = new MemoryStream();
        XlsxTable.Write(
            new TableData(
                "x",
                [.. Headings.Split(';').Select(heading => new TableColumn(heading))],
                [
                    [.. row.Split(';').Select(TableCell.Of)],
                ]
            ),
            file
        );
        var excel = CandidateSheet.Read(file.ToArray());
        Assert.Null(excel.Problem);
        Assert.Equal(old.Rows[0]["СНИЛС"], excel.Rows.Single()["СНИЛС"]);
    }

    [Theory]
    [InlineData("", "Приложите файл.")]
    [InlineData(
        "Фамилия;Имя\nА;Б",
        "В первой строке нет столбцов: Территория, Дата рождения, СНИЛС, Место работы, Должность, Дата согласия."
    )]
    [InlineData(Headings, "В файле нет строк с данными.")]
    [InlineData("PK\u0003\u0004nonsense", "Файл не читается: нужен Excel (.xlsx, .xls) или CSV.")]
    public void A_file_that_is_none_says_why(string text, string problem) =>
        Assert.Equal(problem, CandidateSheet.Read(Encoding.UTF8.GetBytes(text)).Problem);

    [Fact]
    public void More_rows_than_allowed_are_refused() =>
        Assert.Equal(
            "В файле больше 1000 строк: разделите его.",
            CandidateSheet.Read(Csv([.. Enumerable.Range(1, 1001).Select(i => Row("Много", i + 400_000_000))])).Problem
        );

    private static string Row(string lastName, int number) =>
        $"Златоустовский ГО;{lastName};Анна;Тестовна;17.05.1980;{Snils.Of(number)};Школа № 900;Директор;Управление "
        + "образования;02.11.2026;;";

    private static byte[] Csv(params string[] rows) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend(Headings)))];

    private Task<int> Count(string lastName) => site.Look("RU.74", db => db.Set<Candidate>().CountAsync(row => row.LastName == lastName));
}
