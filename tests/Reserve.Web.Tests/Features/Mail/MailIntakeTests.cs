using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Mail;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Mail;

public sealed class MailIntakeTests : IAsyncLifetime
{
    private const string Sender = "ministry@example.test";
    private readonly SiteFixture site;
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-letters-").FullName;
    private readonly MailFolders folders;
    private DatabaseLine line = null!;

    public MailIntakeTests()
    {
        folders = new MailFolders(folder);
        site = new SiteFixture
        {
            Adjust = services =>
            {
                services.AddSingleton<IMailbox>(folders);
                services.AddSingleton<IMailSender>(folders);
                services.AddSingleton(_ =>
                {
                    line = new DatabaseLine(site!.ConnectionString);
                    return Web.Data.Database.DataSource(line.ConnectionString);
                });
            },
        };
    }

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await site.SendAsSystem(new AddSender("RU.74", Sender, "Министерство"));
        _ = await folders.ListAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        line.Mend();
        await site.DisposeAsync();
        await line.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Letters_wait_as_long_as_the_database_is_away()
    {
        for (var i = 0; i < 3; i++)
            await Drop($"{i}.eml", Letter($"wait-{i}@example.test"));

        line.Cut();
        for (var round = 0; round < 20; round++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Intake().ReceiveWaiting(CancellationToken.None));
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, (await folders.ListAsync(CancellationToken.None)).Keys.Count);
        Assert.Empty(await folders.ListAsideAsync(CancellationToken.None));

        line.Mend();
        Assert.Equal(3, await Intake().ReceiveWaiting(CancellationToken.None));
        Assert.Equal(3, await Answers("wait-%"));
    }

    [Fact]
    public async Task A_letter_that_fails_by_itself_is_set_aside_after_some_tries_and_the_others_pass()
    {
        await Drop("bad.eml", Letter("bad@example.test"));
        await Drop("good.eml", Letter("good@example.test"));
        await Forbid("bad@example.test");

        Assert.Equal(1, await Intake().ReceiveWaiting(CancellationToken.None));
        for (var round = 0; round < 4; round++)
        {
            Assert.Empty(await folders.ListAsideAsync(CancellationToken.None));
            site.Clock.Advance(TimeSpan.FromMinutes(10));
            await Intake().ReceiveWaiting(CancellationToken.None);
        }

        Assert.Contains(
            "Ошибка при приёме",
            Assert.Single(await folders.ListAsideAsync(CancellationToken.None)).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal(1, await Answers("good%"));
    }

    [Fact]
    public async Task A_letter_without_a_sender_is_seen_on_the_page_and_comes_in_again_by_its_button()
    {
        await Drop("nobody.eml", "Subject: Кто-то\n\nтекст");
        await Intake().ReceiveWaiting(CancellationToken.None);
        using var client = await site.SignedInClient("admin-letters", "RU", Roles.Administrator);

        var page = await client.Text("/letters/aside");
        Assert.Contains("Письмо не читается: нет отправителя.", page, StringComparison.Ordinal);
        Assert.Contains("Кто-то", page, StringComparison.Ordinal);
        var file = await client.Get("/letters/aside?handler=File&key=nobody.eml");
        Assert.Equal("Subject: Кто-то\n\nтекст", await file.Content.ReadAsStringAsync());

        await client.Post("/letters/aside", "Return", ("key", "nobody.eml"));

        Assert.Equal(["nobody.eml"], (await folders.ListAsync(CancellationToken.None)).Keys);
        Assert.Contains("Отложенных писем нет", await client.Text("/letters/aside"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_sees_and_returns_only_the_letters_of_senders_of_the_own_territory()
    {
        await Drop("own.eml", Letter("own@example.test"));
        await Drop("strange.eml", Letter("strange@example.test", "someone@elsewhere.example"));
        await folders.SetAsideAsync("own.eml", "проба", CancellationToken.None);
        await folders.SetAsideAsync("strange.eml", "проба", CancellationToken.None);

        var own = await site.Send("RU.74", Roles.HrOfficer, new ReturnLetter("own.eml"));
        var strange = await site.Send("RU.74", Roles.HrOfficer, new ReturnLetter("strange.eml"));
        var outside = await site.Send("RU.16", Roles.HrOfficer, new ReadAsideLetter("strange.eml"));

        Assert.True(own.IsOk);
        Assert.Equal(AsideRefusal.NotFound, strange.Refusal);
        Assert.Equal(AsideRefusal.NotFound, outside.Refusal);
    }

    [Fact]
    public async Task A_letter_written_by_a_machine_is_nobodys_work()
    {
        await Drop("robot.eml", $"From: {Sender}\nAuto-Submitted: auto-replied\nMessage-ID: <robot@example.test>\n\nЯ в отпуске");

        Assert.Equal(1, await Intake().ReceiveWaiting(CancellationToken.None));

        Assert.Empty(await folders.ListAsideAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Two_nodes_that_share_the_folder_take_no_letter_twice()
    {
        for (var i = 0; i < 20; i++)
            await Drop($"{i}.eml", Letter($"shared-{i}@example.test"));
        await using var other = Web.Site.Build(
            ["--urls=http://127.0.0.1:0", "--Runtime:Workers=0"],
            site.ConnectionString,
            folder,
            services =>
            {
                services.AddSingleton<TimeProvider>(site.Clock);
                services.AddSingleton<IMailbox>(folders);
            }
        );
        var nodes = new[] { Intake(), other.Services.GetServices<IHostedService>().OfType<MailIntake>().Single() };

        var taken = 0;
        while ((await folders.ListAsync(CancellationToken.None)).Keys.Count > 0)
            taken += (await Task.WhenAll(nodes.Select(node => Task.Run(() => node.ReceiveWaiting(CancellationToken.None))))).Sum();

        Assert.Equal(20, taken);
        Assert.Equal(20, await Answers("shared-%"));
        Assert.Empty(await folders.ListAsideAsync(CancellationToken.None));
        Assert.Equal(20, Directory.GetFiles(Path.Combine(folder, "archive")).Length);
    }

    private MailIntake Intake() => site.App.Services.GetServices<IHostedService>().OfType<MailIntake>().Single();

    private Task Drop(string name, string letter) => File.WriteAllTextAsync(Path.Combine(folder, "inbox", name), letter);

    private static string Letter(string id, string from = Sender) =>
        $"From: {from}\nMessage-ID: <{id}>\nSubject: Запрос\nContent-Type: text/plain; charset=utf-8\n\nДобрый день! Когда заседание?";

    private Task<int> Answers(string ids) =>
        site.Look(
            "RU",
            async db =>
                (
                    await db
                        .Database.SqlQuery<int>(
                            $"""select count(*)::int as "Value" from outbox where idempotency_key like {"answer/" + ids}"""
                        )
                        .ToListAsync()
                )[0]
        );

    /// <summary>The database itself refuses what this letter asks for.</summary>
    private async Task Forbid(string id)
    {
        var owner = await TestCluster.As(Web.Data.DatabaseRoles.Owner, site.ConnectionString);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"alter table outbox add constraint trial check (idempotency_key <> 'answer/{id}') not valid",
            connection
        );
        await command.ExecuteNonQueryAsync();
    }
}
