using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Tests.Features.Files;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

public sealed class RegisterCandidateTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Without_consent_nothing_is_stored()
    {
        var result = await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Безсогласия") with { ConsentGivenOn = null });
        var invalid = Assert.IsType<Rejection.Invalid>(result.Rejection);
        Assert.Equal("ConsentGivenOn", invalid.Problems.Single().Field);
    }

    [Fact]
    public async Task Names_of_schools_and_jobs_that_the_database_could_not_hold_are_faults_of_the_form()
    {
        var made = Made.Candidate("Длинная") with
        {
            Education = [new EducationLine(new string('у', 301), "учитель", 2000), new EducationLine("ЧГПУ", new string('к', 301), 2001)],
            Career = [new CareerLine(new DateOnly(2010, 9, 1), null, new string('ш', 301), "директор", true)],
        };
        var invalid = Assert.IsType<Rejection.Invalid>((await site.Send("RU.74", Roles.HrOfficer, made)).Rejection);
        Assert.Equal(["Career[0]", "Education[0]", "Education[1]"], invalid.Problems.Select(problem => problem.Field).Order());
    }

    [Fact]
    public async Task A_box_that_is_sent_with_neither_yes_nor_no_is_shown_again_with_everything_else()
    {
        using var officer = await site.SignedInClient("box", "RU.74", Roles.HrOfficer);
        using var answer = await officer.Post(
            "/candidates/new",
            null,
            ("Input.LastName", "Вопросова"),
            ("Input.IsManagerial", "maybe"),
            ("Input.IsAnotherPerson", "")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Вопросова", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_insurance_number_is_refused_also_across_regions_and_a_namesake_until_somebody_looked()
    {
        await site.Start();
        var first = Made.Candidate("Двойная");
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, first)).IsOk);
        Assert.Equal(
            RegisterRefusal.SameSnils,
            (await site.Send("RU.66", Roles.HrOfficer, first with { Territory = "RU.66", LastName = "Иная" })).Refusal
        );
        var namesake = Made.Candidate("Двойная");
        Assert.Equal(RegisterRefusal.SameNameAndBirthDate, (await site.Send("RU.74", Roles.HrOfficer, namesake)).Refusal);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, namesake with { IsAnotherPerson = true })).IsOk);
        Assert.IsType<Rejection.OutsideTerritory>((await site.Send("RU.66", Roles.HrOfficer, Made.Candidate("Чужая"))).Rejection);
    }

    [Fact]
    public async Task The_list_finds_by_any_part_of_the_name_with_either_letter_and_stays_within_the_region()
    {
        await site.Start();
        await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Чёлкина"));
        using var client = await site.SignedInClient("finder", "RU.74", Roles.HrOfficer);
        Assert.Contains("Чёлкина", WebUtility.HtmlDecode(await client.Text("/candidates?q=челк")), StringComparison.Ordinal);
        Assert.DoesNotContain("Чёлкина", WebUtility.HtmlDecode(await client.Text("/candidates?q=нету")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Чёлкина",
            WebUtility.HtmlDecode(await client.Text("/candidates?q=челк&zone=Risk")),
            StringComparison.Ordinal
        );
        Assert.Contains("Чёлкина", await client.Text("/candidates/export?q=челк"), StringComparison.Ordinal);
        using var stranger = await site.SignedInClient("stranger", "RU.66", Roles.HrOfficer);
        Assert.DoesNotContain("Чёлкина", WebUtility.HtmlDecode(await stranger.Text("/candidates?q=челк")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_of_another_region_is_not_there_a_candidate_opens_the_own_one_only_and_each_reading_is_in_the_journal()
    {
        await site.Start();
        var own = await site.CreateUser("self", "RU.74", Roles.Candidate);
        var mine = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Своя") with { UserId = own.Id })).Value;
        var other = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Соседняя"))).Value;
        using var stranger = await site.SignedInClient("stranger2", "RU.66", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/candidates/{mine.Value}")).StatusCode);
        using var self = await site.Client();
        await self.SignIn("self");
        Assert.Equal(HttpStatusCode.OK, (await self.Get($"/candidates/{mine.Value}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await self.Get($"/candidates/{other.Value}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await self.Get("/candidates")).StatusCode);
        Assert.Equal(
            1,
            await site.Look(
                "RU.74",
                db =>
                    db.Set<AuditEvent>()
                        .CountAsync(row => row.Command == "ViewCandidate" && row.UserName == "self" && row.Subjects.Contains(mine.Value))
            )
        );
    }

    [Fact]
    public async Task A_paper_must_be_what_its_name_says()
    {
        await site.Start();
        var id = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Бумажная"))).Value;
        Assert.IsType<Rejection.Invalid>(
            (await site.Send("RU.74", Roles.HrOfficer, new AddPaper(id, PaperKind.Diploma, "a.pdf", "<html>"u8.ToArray()))).Rejection
        );
        Assert.IsType<Rejection.Invalid>(
            (await site.Send("RU.74", Roles.HrOfficer, new AddPaper(id, PaperKind.Diploma, "a.exe", "MZ"u8.ToArray()))).Rejection
        );
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new AddPaper(id, PaperKind.Diploma, "a.pdf", Sheets.Pdf("diploma")))).IsOk);
    }
}
