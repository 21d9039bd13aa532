using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Mail.Mime;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.State;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Letters;

/// <summary>A process sends letters of its own: no line of C# knows of them.</summary>
public sealed class SendLetterTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Invitation = "Тема: Отпуск: {who | фамилия и инициалы}\n\n**{who | лицо: дательный}** – дней: {days + 1}\n";

    private static readonly (string Name, string Feel)[] Common =
    [
        ("letter", "\"invitation\""),
        ("territory", "\"RU.74\""),
        ("data", "{who: person, days: days}"),
    ];

    [Fact]
    public async Task A_process_sends_a_letter_of_its_own_version_to_each_once()
    {
        var auditor = await Person("letter-auditor", "auditor@example.org", Roles.Auditor);
        await Person("letter-twin", "AUDITOR@example.org", Roles.Auditor);
        await Person("letter-silent", null, Roles.Auditor);
        await Person("letter-federal", "federal@example.org", Roles.Auditor, "RU");
        await site.SendAsSystem(new AddSender("RU.74", "ministry@example.org", "Министерство"));
        (string, string)[] inputs =
        [
            .. Common,
            ("role", $"\"{Roles.Auditor}\""),
            ("assignees", $"[\"{auditor.Id}\"]"),
            ("address", "\"Ministry@example.org\""),
            ("page", "\"/tasks\""),
        ];
        await site.Deploy(Process("sends", [.. inputs.Where(input => input.Item1 != "assignees")]));
        var run = await Started("sends");
        // What is published later is not for a run that has begun.
        await site.Deploy(Process("sends", inputs, Invitation.Replace("Отпуск", "Другое", StringComparison.Ordinal)));
        await site.Work();

        Assert.Equal("completed", await Status(run));
        var sent = (await Sent()).Where(mail => mail.Subject!.StartsWith("Отпуск: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["auditor@example.org", "ministry@example.org"], sent.Select(mail => mail.To[0].Mailbox.ToLowerInvariant()).Order());
        Assert.All(
            sent,
            mail =>
            {
                Assert.Equal("Отпуск: Кедрова\u00A0А.\u00A0И.", mail.Subject);
                Assert.StartsWith("Кедровой Анне Ильиничне – дней: 15", mail.Text, StringComparison.Ordinal);
                Assert.Contains("<strong>Кедровой Анне Ильиничне</strong> – дней: 15", mail.Html, StringComparison.Ordinal);
            }
        );
        var told = Assert.Single(await site.Look("RU.74", db => db.Set<Notification>().Where(row => row.Page == "/tasks").ToListAsync()));
        Assert.Equal("Отпуск: Кедрова\u00A0А.\u00A0И.", told.Text);
    }

    [Fact]
    public async Task One_input_names_a_role_people_and_an_address()
    {
        var officer = await Person("to-officer", "to-officer@example.org", Roles.HrOfficer, "RU.74.12");
        await Person("to-chair", "to-chair@example.org", Roles.CommissionChair);
        await site.SendAsSystem(new AddSender("RU.74", "to-ministry@example.org", "Министерство"));
        (string, string)[] inputs = [.. Common, ("to", $"[\"{Roles.CommissionChair}\", \"{officer.Id}\", \"To-Ministry@example.org\"]")];
        await site.Deploy(Process("to-all", inputs, Invitation.Replace("Отпуск", "Всем", StringComparison.Ordinal)));
        await site.Deploy(Process("to-nobody", [.. Common, ("to", "\"\" + \"HrOficer\"")]));
        var (run, wrong) = (await Started("to-all"), await Started("to-nobody"));
        await site.Work();

        Assert.Equal("completed", await Status(run));
        Assert.Equal(
            ["to-chair@example.org", "to-ministry@example.org", "to-officer@example.org"],
            (await Sent()).Select(mail => mail.To[0].Mailbox).Where(to => to.StartsWith("to-", StringComparison.Ordinal)).Order()
        );
        Assert.Contains(
            "Получатель «HrOficer» — не роль, не человек и не адрес; возможно, «HrOfficer»",
            await Incident(wrong),
            StringComparison.Ordinal
        );
        var found = Assert.Single(
            await Findings(Process("to-slip", [.. Common, ("to", "\"HrOficer\"")])),
            one => one.Code == "unknown-recipient"
        );
        Assert.Equal(("send", BpmnSeverity.Error), (found.ElementId, found.Severity));
    }

    [Fact]
    public async Task Nobody_at_all_is_an_error_that_the_drawing_can_catch()
    {
        (string, string)[] inputs = [.. Common, ("address", "\"stranger@elsewhere.example\"")];
        var process = new TestProcess("nobody").Start().Service("send", "Mail.Send", inputs).End();
        await site.Deploy(process.BoundaryError("send", "none", "NobodyToTell").Bundle(("letters/invitation.md", Invitation)));

        var run = await Started("nobody");
        await site.Work();

        Assert.Equal("completed", await Status(run));
        Assert.Empty(await Sent("stranger@elsewhere.example"));
    }

    [Fact]
    public async Task A_letter_that_does_not_fit_stops_the_run_with_every_problem()
    {
        await Person("unfit-reader", "unfit@example.org", Roles.HrOfficer, "RU.16");
        (string, string)[] inputs = [("letter", "\"invitation\""), ("territory", "\"RU.74\""), ("data", "{whom: person, days: \"много\"}")];
        await site.Deploy(Process("unfit-letter", inputs));
        var run = await Started("unfit-letter");
        await site.Work();

        var incident = await Incident(run);
        Assert.Contains(
            "letters/invitation.md: строка 1: {who | фамилия и инициалы}: в данных нет «who»",
            incident,
            StringComparison.Ordinal
        );
        Assert.Contains("строка 3: {days + 1}", incident, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_papers_of_the_run_or_of_what_it_is_about_are_attached()
    {
        await Person("paper-reader", "paper@example.org", Roles.CommissionSecretary);
        var foreign = await site.SendAsSystem(
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
                    Kind = Documents.Papers.DecisionKind.Approve,
                }
            )
        );
        (string, string)[] inputs =
        [
            .. Common,
            ("role", $"\"{Roles.CommissionSecretary}\""),
            ("papers", $"[\"{foreign.Value.Id.Value}\"]"),
        ];
        await site.Deploy(Process("foreign-paper", inputs));
        var run = await Started("foreign-paper");
        await site.Work();

        Assert.Contains("Приложить можно только бумаги", await Incident(run), StringComparison.Ordinal);
        Assert.Empty(await Sent("paper@example.org"));
    }

    [Fact]
    public async Task A_process_tells_a_role_or_people_and_says_when_there_is_nobody()
    {
        var member = await Person("told-member", "member@example.org", Roles.CommissionMember);
        await site.Deploy(
            new TestProcess("tells")
                .Start()
                .Service(
                    "tell",
                    "Notifications.Send",
                    ("territory", "\"RU.74\""),
                    ("text", "\"Отпуск: \" + person"),
                    ("assignees", $"[\"{member.Id}\"]"),
                    ("page", "\"/notifications\""),
                    ("subject", "\"Отпуск\"")
                )
                .Service("none", "Notifications.Send", ("territory", "\"RU.74\""), ("text", "\"Никому\""), ("assignees", "[]"))
                .End()
                .Bundle()
        );
        var run = await Started("tells");
        await site.Work();

        var mail = Assert.Single(await Sent("member@example.org"));
        Assert.Equal("Отпуск", mail.Subject);
        Assert.StartsWith("Отпуск: Кедрова Анна Ильинична", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Сообщать некому", await Incident(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_drawing_sends_and_does_not_give_is_told_before_it_is_published()
    {
        (string, string)[] inputs = [("letter", "\"invitaton\""), ("territory", "\"RU.74\"")];
        var unknown = Assert.Single(await Findings(Process("unknown-letter", inputs)), found => found.Code == "unknown-letter");
        Assert.Equal(("send", BpmnSeverity.Error), (unknown.ElementId, unknown.Severity));
        Assert.Equal("Письма «invitaton» нет в составе процесса; возможно, «invitation»", unknown.Message);

        var lacking = Process(
            "lacking-data",
            [("letter", "\"invitation\""), ("territory", "\"RU.74\""), ("data", "{wha: person, days: 1}")]
        );
        var found = await Findings(lacking);
        var warning = Assert.Single(found, one => one.Code == "letter-data");
        Assert.Equal("Письмо «invitation» печатает «who», а во входе «data» этого нет; возможно, «wha»", warning.Message);
        Assert.Equal(BpmnSeverity.Warning, warning.Severity);
        Assert.DoesNotContain(await Findings(Process("whole-data", Common)), one => one.Code == "letter-data");

        var bad = Process("bad-letter", Common, "Тема:\n\n{who | датта}\n\n{days + }\n");
        Assert.Equal(
            ["строка 1: тема пуста", "строка 3: {who | датта}", "строка 5: {days + }"],
            (await Findings(bad))
                .Where(one => one.Code == "bad-letter")
                .Select(one => string.Join(": ", one.Message.Split(": ").Skip(1).Take(2)))
                .Order(StringComparer.Ordinal)
        );
    }

    private static ProcessBundle Process(string key, (string, string)[] inputs, string letter = Invitation) =>
        new TestProcess(key).Start().Service("send", "Mail.Send", inputs).End().Bundle(("letters/invitation.md", letter));

    private Task<IReadOnlyList<BpmnDiagnostic>> Findings(ProcessBundle bundle) =>
        site.AsSystem(services => services.GetRequiredService<BundleChecks>().Of(bundle, ProcessBundle.Empty, CancellationToken.None));

    private async Task<User> Person(string name, string? address, string role, string territory = "RU.74")
    {
        var user = await site.CreateUser(name, territory, role);
        await site.AsSystem(services =>
            services
                .GetRequiredService<Web.Data.ReserveDb>()
                .Set<User>()
                .Where(row => row.Id == user.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Email, address))
        );
        return user;
    }

    private async Task<RunId> Started(string key)
    {
        using var given = JsonDocument.Parse("""{"person": "Кедрова Анна Ильинична", "days": 14}""");
        return await site.InTransaction(async services =>
        {
            var started = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    key,
                    new StartFacts("RU.74"),
                    FeelJson.Read(given.RootElement).AsContext()!,
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            return started.Value;
        });
    }

    private Task<string> Status(RunId run) =>
        site.AsSystem(async services => (await services.GetRequiredService<ProcessQueries>().Run(run, CancellationToken.None))!.Status);

    private async Task<string> Incident(RunId run) =>
        Assert
            .Single(
                await site.AsSystem(services => services.GetRequiredService<ProcessQueries>().Incidents(run, false, CancellationToken.None))
            )
            .Message;

    /// <summary>What has left, to all or to one address.</summary>
    private async Task<List<MailMessage>> Sent(string? to = null)
    {
        await site.App.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single().SendDue(CancellationToken.None);
        var sent = Path.Combine(site.App.Services.GetRequiredService<DataPlace>().Mail, "sent");
        return Directory.Exists(sent)
            ?
            [
                .. Directory
                    .GetFiles(sent, "*.eml")
                    .Select(file => MailMessage.Read(File.ReadAllBytes(file)))
                    .Where(mail => to is null || mail.To[0].Mailbox == to),
            ]
            : [];
    }
}
