using System.Net;
using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Features.Monitoring;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Papers;

public sealed class IssuePapersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly ProtocolRecord Protocol = new()
    {
        Chair = "Лаптева Ольга Сергеевна",
        Secretary = "Дюжев Артём Павлович",
        Present = ["Лаптева Ольга Сергеевна"],
        Members = 1,
        Quorum = 1,
        QuorumMet = true,
        Items =
        [
            new()
            {
                FullName = "Кедрова Анна",
                Position = "начальник управления",
                Municipality = "Кусинский МР",
                Decision = new(DecisionKind.Approve),
                Vote = new(1, 0, 0),
            },
        ],
    };

    [Fact]
    public async Task A_brief_carries_the_monitoring_of_its_municipality_and_is_numbered_and_kept()
    {
        await site.SendAsSystem(new ImportMonitoring(DemoFiles.All, new(Source: "Опубликованные таблицы")));
        var subject = new PaperSubject(PaperSubjectKind.Candidate, Guid.CreateVersion7());
        var result = await site.Send(
            "RU.74",
            Roles.HrOfficer,
            new IssueBriefPaper(subject, "RU.74.20", "RU.74.20", new() { FullName = "Кедрова Анна" })
        );
        Assert.StartsWith("С-2026-", result.Value.Number, StringComparison.Ordinal);
        var file = await site.As("RU.74", [], services => services.GetRequiredService<PaperArchive>().File(result.Value.Id));
        var text = Docx.Text(file!.Bytes);
        Assert.Contains("Кусинский муниципальный район", text, StringComparison.Ordinal);
        Assert.Contains("Опубликованные таблицы", text, StringComparison.Ordinal);
        Assert.Contains(result.Value.Number, text, StringComparison.Ordinal);
        Assert.Contains("23.11.2026 в 13:00 (UTC+5)", text, StringComparison.Ordinal);
        var line = Assert.Single(await site.As("RU.74", [], services => services.GetRequiredService<PaperArchive>().Of(subject)));
        Assert.Equal(PaperKind.Brief, line.Kind);
        var hash = await site.Look(
            "RU.74",
            db => db.Set<Paper>().Where(paper => paper.Id == result.Value.Id).Select(paper => paper.Sha256).SingleAsync()
        );
        Assert.Equal(SHA256.HashData(file.Bytes), hash);
    }

    [Fact]
    public async Task Numbers_of_a_kind_follow_each_other_also_when_issued_together()
    {
        var issued = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    site.SendAsSystem(
                        new IssueDecisionPaper(
                            new(PaperSubjectKind.AppointmentCase, Guid.CreateVersion7()),
                            "RU.74",
                            new()
                            {
                                Municipality = "Кусинский муниципальный район",
                                CaseNumber = "2026-0001",
                                Registered = new(2026, 11, 2),
                                FullName = "Кедрова",
                                Position = "начальник",
                                Kind = DecisionKind.Approve,
                            }
                        )
                    )
                )
        );
        Assert.Equal(
            Enumerable.Range(1, 8).Select(number => $"Р-2026-{number:0000}"),
            issued.Select(result => result.Value.Number).Order()
        );
    }

    [Fact]
    public async Task An_extract_carries_the_number_of_its_protocol()
    {
        var subject = new PaperSubject(PaperSubjectKind.Meeting, Guid.CreateVersion7());
        var protocol = await site.SendAsSystem(new IssueProtocolPaper(subject, "RU.74", new(2026, 11, 20), Protocol));
        var extract = await site.SendAsSystem(
            new IssueExtractPaper(
                subject,
                "RU.74",
                protocol.Value.Number,
                new(2026, 11, 20),
                new()
                {
                    Chair = Protocol.Chair,
                    Secretary = Protocol.Secretary,
                    Present = Protocol.Present,
                    Members = 1,
                    Quorum = 1,
                    QuorumMet = true,
                    Items = Protocol.Items,
                    ItemNumbers = [1],
                }
            )
        );
        var text = Docx.Text(
            (await site.As("RU", [], services => services.GetRequiredService<PaperArchive>().File(extract.Value.Id)))!.Bytes
        );
        Assert.Contains(protocol.Value.Number, text, StringComparison.Ordinal);
        Assert.Contains("23\u00A0ноября 2026", text, StringComparison.Ordinal);
        Assert.Contains("20\u00A0ноября 2026", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_does_not_fit_its_record_says_all_that_is_wrong()
    {
        var wrong = await Assert.ThrowsAsync<PaperTemplateException>(() =>
            site.InTransaction(services =>
                services
                    .GetRequiredService<PaperTemplates>()
                    .Fill(PaperTemplate.Certificate, "RU.74", site.Clock.GetUtcNow(), Protocol, CancellationToken.None)
            )
        );
        Assert.Contains("certificate.docx", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(wrong.Problems, problem => problem.Message.StartsWith("в данных нет «fullName»", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, problem => problem.Tag == "{program}");
    }

    [Fact]
    public async Task The_next_paper_is_made_of_the_template_that_an_administrator_published()
    {
        const string path = "templates/certificate.docx";
        var bundle = ProcessBundle.Read(Path.Combine(Repository.Root, "workflows", "reserve-cycle"));
        await site.Deploy(bundle);
        var own = Docx.WithParagraph(bundle.Templates[path], "Особый бланк");
        var saved = await site.Send("RU", Roles.Administrator, new SaveProcessDraft("reserve-cycle", null, "", null, path, own));
        var draft = new DraftPlace("reserve-cycle", null, path);
        Assert.True((await site.Send("RU", Roles.Administrator, PublishProcess.OfFile(draft, saved.Value.RowVersion))).IsOk);

        var certificate = await Certificate();
        var text = Docx.Text((await site.As("RU", [], services => services.GetRequiredService<PaperArchive>().File(certificate)))!.Bytes);
        Assert.Contains("Особый бланк", text, StringComparison.Ordinal);
        Assert.Contains("Кедрова", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_is_made_again_to_the_same_bytes_of_what_it_remembers()
    {
        await site.Deploy(ProcessBundle.Read(Path.Combine(Repository.Root, "workflows", "reserve-cycle")));
        var id = await Certificate();
        var (paper, again) = await site.InTransaction(async services =>
        {
            var kept = await services.GetRequiredService<Web.Data.ReserveDb>().Set<Paper>().AsNoTracking().SingleAsync(row => row.Id == id);
            return (kept, await services.GetRequiredService<PaperTemplates>().Again(kept, CancellationToken.None));
        });
        Assert.Equal(("reserve-cycle", "certificate.docx"), (paper.Process, paper.Template));
        Assert.NotNull(paper.Version);
        Assert.Contains("Кедрова Анна Мария Ильинична", paper.Data, StringComparison.Ordinal);
        Assert.Equal(paper.Bytes, again);
    }

    [Fact]
    public async Task A_paper_of_a_begun_run_is_made_of_the_template_of_its_version()
    {
        const string path = "templates/certificate.docx";
        var bundle = ProcessBundle.Read(Path.Combine(Repository.Root, "workflows", "reserve-cycle"));
        var former = bundle.With(path, BundleContent.Of(Docx.WithParagraph(bundle.Templates[path], "Прежний бланк")));
        var version = (await site.Deploy(former)).Deployed.Single(deployed => deployed.Key == "reserve-cycle").Id;
        await site.Deploy(bundle.With(path, BundleContent.Of(Docx.WithParagraph(bundle.Templates[path], "Новый бланк"))));
        var text = await site.InTransaction(async services =>
        {
            var acting = new ActingRun(new RunId(Guid.CreateVersion7()), version, "RU.74.20", null);
            services.GetRequiredService<RunAtWork>().Now = acting;
            var issued = await services.GetRequiredService<IMediator>().Send(Certification());
            return Docx.Text((await services.GetRequiredService<PaperArchive>().File(issued.Value.Id))!.Bytes);
        });
        Assert.Contains("Прежний бланк", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_confirmed_to_everybody_without_the_name()
    {
        var result = await Certificate();
        var code = await site.Look(
            "RU",
            db => db.Set<PaperConfirmation>().Where(row => row.PaperId == result).Select(row => row.Code).SingleAsync()
        );
        using var stranger = await site.Client();
        foreach (var typed in (string[])[code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal)])
        {
            var page = await stranger.Text($"/confirm/{typed}");
            Assert.Contains("Документ подтверждён", page, StringComparison.Ordinal);
            Assert.Contains("К. А. И.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Кедрова", page, StringComparison.Ordinal);
        }

        using var unknown = await stranger.Get("/confirm/0000-0000-0000");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("Документа с таким кодом нет", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Код документа", await stranger.Text("/confirm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_is_downloaded_within_its_territory_only_and_the_reading_is_written_down()
    {
        var id = await Certificate();
        using var own = await SignedIn("RU.74", Roles.HrOfficer);
        using var paper = await own.Get($"/papers/{id.Value}");
        Assert.Equal(Paper.ContentType, paper.Content.Headers.ContentType!.MediaType);
        Assert.Equal((byte)'P', (await paper.Content.ReadAsByteArrayAsync())[0]);
        Assert.True(
            await site.Look(
                "RU",
                db => db.Set<AuditEvent>().AnyAsync(row => row.Command == nameof(ReadPaper) && row.Subjects.Contains(id.Value))
            )
        );
        using var foreign = await SignedIn("RU.66", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Get($"/papers/{id.Value}")).StatusCode);
        using var candidate = await SignedIn("RU.74", Roles.Candidate);
        Assert.NotEqual(Paper.ContentType, (await candidate.Get($"/papers/{id.Value}")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_changed_paper_is_refused_by_the_database()
    {
        var id = await Certificate();
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            site.AsSystem(services =>
                services
                    .GetRequiredService<Web.Data.ReserveDb>()
                    .Database.ExecuteSqlAsync($"update papers set bytes = 'x'::bytea where id = {id.Value}")
            )
        );
    }

    [Theory]
    [InlineData("7k2m 9qxa 41td", "7K2M-9QXA-41TD")]
    [InlineData("OIL0-0000-0000", "0110-0000-0000")]
    [InlineData("7K2M-9QXA-41T", null)]
    [InlineData("7K2M-9QXA-41TЖ", null)]
    [InlineData("", null)]
    public void A_code_is_read_as_people_type_it(string typed, string? code) => Assert.Equal(code, PaperCode.Read(typed));

    private async Task<PaperId> Certificate()
    {
        var result = await site.SendAsSystem(Certification());
        Assert.True(result.IsOk);
        return result.Value.Id;
    }

    private static IssueCertificatePaper Certification() =>
        new(
            new(PaperSubjectKind.Candidate, Guid.CreateVersion7()),
            "RU.74.20",
            new()
            {
                FullName = "Кедрова Анна Мария Ильинична",
                Program = "Основы",
                Hours = 48,
                Signatures = [],
            },
            // Two given names have one initial: it is taken from the field, not from the words of a name as it is shown.
            new("Кедрова", "Анна Мария", "Ильинична")
        );

    private async Task<SiteClient> SignedIn(string territory, string role)
    {
        var name = "u" + Guid.CreateVersion7().ToString("N");
        await site.CreateUser(name, territory, role);
        var client = await site.Client();
        await client.SignIn(name);
        return client;
    }
}
