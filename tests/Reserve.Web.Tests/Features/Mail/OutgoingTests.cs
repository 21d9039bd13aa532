using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Mail;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Mail;

public sealed class OutgoingTests : IAsyncLifetime
{
    private readonly SiteFixture site;
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-outgoing-").FullName;

    public OutgoingTests() => site = new SiteFixture { Adjust = services => services.AddSingleton<IMailSender>(new MailFolders(folder)) };

    private string Sent => Path.Combine(folder, "sent");

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_letter_is_tried_for_days_then_a_person_sends_it_again_from_the_page()
    {
        await Add("RU.74", "to-74@example.test");
        // A file where the folder should be: nothing can be sent.
        await File.WriteAllTextAsync(Sent, "");
        using var officer = await site.SignedInClient("hr-letters", "RU.74", Roles.HrOfficer);

        await Worker().SendDue(CancellationToken.None);
        Assert.Contains("to-74@example.test", await officer.Text("/letters?state=Waiting"), StringComparison.Ordinal);
        for (var day = 0; day < 6; day++)
        {
            site.Clock.Advance(TimeSpan.FromDays(1));
            Assert.True(day == 5 || await Waits());
            await Worker().SendDue(CancellationToken.None);
        }

        Assert.False(await Waits());
        Assert.Equal(0, await Worker().SendDue(CancellationToken.None));
        // The days have ended the first sign-in.
        await officer.SignIn("hr-letters");
        var page = await officer.Text("/letters");
        Assert.Contains("решает человек", page, StringComparison.Ordinal);
        Assert.Contains("to-74@example.test", page, StringComparison.Ordinal);

        File.Delete(Sent);
        await officer.Post("/letters", "Again", ("id", await Id()));
        Assert.Equal(1, await Worker().SendDue(CancellationToken.None));

        Assert.Single(Directory.GetFiles(Sent));
        Assert.Contains("to-74@example.test", await officer.Text("/letters?state=Sent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_is_withdrawn_does_not_leave()
    {
        await Add("RU.74", "withdrawn@example.test");
        using var officer = await site.SignedInClient("hr-withdraws", "RU.74", Roles.HrOfficer);

        await officer.Post("/letters", "Withdraw", ("id", await Id()));

        Assert.Equal(0, await Worker().SendDue(CancellationToken.None));
        Assert.Contains("withdrawn@example.test", await officer.Text("/letters?state=Withdrawn"), StringComparison.Ordinal);
        Assert.Equal(
            OutgoingRefusal.NotWaiting,
            (await site.Send("RU.74", Roles.HrOfficer, new SendAgain(new OutboxMessageId(Guid.Parse(await Id()))))).Refusal
        );
    }

    [Fact]
    public async Task Letters_of_another_territory_are_neither_seen_nor_sent_again()
    {
        await Add("RU.16", "elsewhere@example.test");
        using var officer = await site.SignedInClient("hr-elsewhere", "RU.74", Roles.HrOfficer);

        Assert.DoesNotContain("elsewhere@example.test", await officer.Text("/letters?state=Waiting"), StringComparison.Ordinal);
        Assert.IsType<Rejection.NotThere>(
            (await site.Send("RU.74", Roles.HrOfficer, new SendAgain(new OutboxMessageId(Guid.Parse(await Id()))))).Rejection
        );
    }

    [Fact]
    public async Task A_letter_that_cannot_leave_does_not_hold_up_the_others()
    {
        await Add("RU.74", "bad", new { Nonsense = 1 });
        await Add("RU.74", "good@example.test");

        await Worker().SendDue(CancellationToken.None);

        Assert.Single(Directory.GetFiles(Sent));
    }

    [Fact]
    public void The_pauses_grow_to_hours()
    {
        var options = new RuntimeOptions();
        Assert.Equal(TimeSpan.FromSeconds(5), options.SendingPauseAfter(1));
        Assert.Equal(TimeSpan.FromSeconds(10), options.SendingPauseAfter(2));
        Assert.Equal(TimeSpan.FromHours(6), options.SendingPauseAfter(30));
    }

    private OutboxWorker Worker() => site.App.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single();

    private Task<bool> Add(string territory, string to) => Add(territory, to, new Letter(to, "Ответ", "Здравствуйте!"));

    private Task<bool> Add<TPayload>(string territory, string key, TPayload payload) =>
        site.As(
            territory,
            [],
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var added = await services
                    .GetRequiredService<Outbox>()
                    .Add(Letter.Kind, $"test/{key}", payload, site.Clock.GetUtcNow(), CancellationToken.None);
                await transaction.CommitAsync();
                return added;
            }
        );

    private async Task<string> Id() => (await Column<Guid>("""select id as "Value" from outbox"""))[0].ToString();

    private async Task<bool> Waits() =>
        (await Column<bool>("""select next_attempt_at < 'infinity' as "Value" from outbox where sent_at is null"""))[0];

    private Task<List<T>> Column<T>(string sql) => site.Look("RU", db => db.Database.SqlQueryRaw<T>(sql).ToListAsync());
}
