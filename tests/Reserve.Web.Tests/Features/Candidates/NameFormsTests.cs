using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Declension;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

public sealed class NameFormsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly NameLine Anna = new("Анны", "Анне", "Анну", "Анной", "Анне");
    private static readonly NameLine Testovna = new("Тестовны", "Тестовне", "Тестовну", "Тестовной", "Тестовне");
    private static readonly NameLine Kalina = new("Калины", "Калине", "Калину", "Калиной", "Калине");

    [Fact]
    public async Task A_doubtful_name_is_decided_once_stands_before_the_rules_and_is_in_the_journal()
    {
        await site.Start();
        var id = await Enter();
        Assert.False(NameDeclension.Forms((await Read(id)).Name).Sure);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new DecideNameForms(id, Kalina, Anna, Testovna))).IsOk);
        var decided = await Read(id);
        Assert.Equal(new("Калине Анне Тестовне", true), NameDeclension.Person(decided.Name, GrammaticalCase.Dative));
        // What the rules say as surely is not kept.
        Assert.Null(decided.NameForms!.FirstName);
        Assert.Equal(
            1,
            await site.Look(
                "RU.74",
                db => db.Set<AuditEvent>().CountAsync(row => row.Command == nameof(DecideNameForms) && row.Subjects.Contains(id.Value))
            )
        );
    }

    [Fact]
    public async Task Forms_that_were_decided_for_another_name_do_not_count()
    {
        await site.Start();
        var id = await Enter();
        await site.Send("RU.74", Roles.HrOfficer, new DecideNameForms(id, Kalina, Anna, Testovna));
        var candidate = await Read(id);
        candidate.LastName = "Кедрова";
        Assert.Equal("Кедровой Анне Тестовне", NameDeclension.Person(candidate.Name, GrammaticalCase.Dative).Text);
    }

    [Fact]
    public async Task Every_faulty_form_is_named_with_its_place()
    {
        await site.Start();
        var id = await Enter();
        var result = await site.Send(
            "RU.74",
            Roles.HrOfficer,
            new DecideNameForms(
                id,
                Kalina with
                {
                    Dative = "",
                },
                Anna with
                {
                    Genitive = "Анны1",
                },
                Testovna with
                {
                    Instrumental = new string('о', 111),
                }
            )
        );
        Assert.Equal(
            ["FirstName.Genitive", "LastName.Dative", "MiddleName.Instrumental"],
            Assert.IsType<Rejection.Invalid>(result.Rejection).Problems.Select(problem => problem.Field).Order()
        );
    }

    [Fact]
    public async Task An_officer_sees_what_is_doubtful_and_saves_the_forms_on_a_page()
    {
        await site.Start();
        var id = await Enter();
        using var officer = await site.SignedInClient("declines", "RU.74", Roles.HrOfficer);
        Assert.Contains("проверьте", WebUtility.HtmlDecode(await officer.Text($"/candidates/{id.Value}")), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await officer.Text($"/candidates/{id.Value}/name"));
        Assert.Contains("value=\"Калиной\"", page, StringComparison.Ordinal);
        (string, string)[] fields =
        [
            .. Fields("LastName", Kalina),
            .. Fields("FirstName", Anna),
            .. Fields("MiddleName", Testovna with { Dative = "" }),
        ];
        using var refused = await officer.Post($"/candidates/{id.Value}/name", null, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Укажите форму.", again, StringComparison.Ordinal);
        Assert.Contains("value=\"Калине\"", again, StringComparison.Ordinal);
        fields = [.. Fields("LastName", Kalina), .. Fields("FirstName", Anna), .. Fields("MiddleName", Testovna)];
        using var saved = await officer.Post($"/candidates/{id.Value}/name", null, fields);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.DoesNotContain("проверьте", WebUtility.HtmlDecode(await officer.Text($"/candidates/{id.Value}")), StringComparison.Ordinal);
    }

    private async Task<CandidateId> Enter() =>
        (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Калина") with { IsAnotherPerson = true })).Value;

    private static IEnumerable<(string, string)> Fields(string part, NameLine line) =>
        [
            ($"Input.{part}.Genitive", line.Genitive),
            ($"Input.{part}.Dative", line.Dative),
            ($"Input.{part}.Accusative", line.Accusative),
            ($"Input.{part}.Instrumental", line.Instrumental),
            ($"Input.{part}.Prepositional", line.Prepositional),
        ];

    private Task<Candidate> Read(CandidateId id) =>
        site.Look("RU.74", db => db.Set<Candidate>().AsNoTracking().SingleAsync(row => row.Id == id));
}
