using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Web.Access;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.State;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.State;

public sealed class AdministratorWatchTests : IAsyncLifetime
{
    private readonly SiteFixture site = new();

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_hundred_new_incidents_are_one_letter_to_the_nearest_administrators()
    {
        await Administrator("federal", "RU");
        await Administrator("regional", "RU.74");
        var now = site.Clock.GetUtcNow();
        for (var i = 0; i < 100; i++)
            await Trouble.Incident(site.OwnerConnectionString, i < 70 ? "often" : "seldom", i % 2 == 0 ? "RU.74" : "RU.74.01", "Broken", now);
        await Look();
        await Look();
        var letter = Assert.Single(await Letters());
        Assert.Contains("\"to\": \"regional@example.org\"", letter, StringComparison.Ordinal);
        Assert.Contains("Новые инциденты: 100", letter, StringComparison.Ordinal);
        Assert.Contains("Процесс often: 70", letter, StringComparison.Ordinal);
        Assert.Contains("Процесс seldom: 30", letter, StringComparison.Ordinal);
        Assert.Equal(["regional: Новые инциденты: 100"], await Notifications());

        await Trouble.Incident(site.OwnerConnectionString, "often", "RU.74.02", "Broken", now);
        await Look();
        Assert.Single(await Letters());
        site.Clock.Advance(TimeSpan.FromMinutes(16));
        await Look();
        Assert.Equal(2, (await Letters()).Count);
        Assert.Contains("regional: Новые инциденты: 1", await Notifications());
    }

    [Fact]
    public async Task A_stuck_outbox_is_told_in_the_application_and_by_no_letter()
    {
        await Administrator("federal", "RU");
        await Administrator("regional", "RU.74");
        await Trouble.Message(site.OwnerConnectionString, site.Clock.GetUtcNow() - TimeSpan.FromMinutes(30));
        await Look();
        Assert.Empty(await Notifications());
        site.Clock.Advance(TimeSpan.FromMinutes(31));
        await Look();
        site.Clock.Advance(TimeSpan.FromMinutes(31));
        await Look();
        Assert.Equal(["federal: Письма не уходят: ждут 1"], await Notifications());
        Assert.Empty(await Letters());

        await Trouble.Value<int>(site.OwnerConnectionString, "with gone as (delete from outbox returning 1) select count(*)::int from gone");
        await Look();
        await Trouble.Message(site.OwnerConnectionString, site.Clock.GetUtcNow() - TimeSpan.FromHours(2));
        await Look();
        Assert.Equal(2, (await Notifications()).Count);
    }

    [Fact]
    public async Task Letters_set_aside_are_told_when_their_number_grows()
    {
        await Administrator("federal", "RU");
        var folder = site.App.Services.GetRequiredService<DataPlace>().Aside;
        Directory.CreateDirectory(folder);
        await Look();
        Assert.Empty(await Letters());
        await File.WriteAllTextAsync(Path.Combine(folder, "a.eml"), "");
        await Look();
        site.Clock.Advance(TimeSpan.FromHours(1));
        await Look();
        Assert.Single(await Letters());
        await File.WriteAllTextAsync(Path.Combine(folder, "b.eml"), "");
        await Look();
        Assert.Equal(["federal: Отложены письма: 1", "federal: Отложены письма: 2"], await Notifications());
    }

    private Task Look() =>
        site.App.Services.GetServices<IHostedService>().OfType<AdministratorWatch>().Single().Look(CancellationToken.None);

    private async Task Administrator(string name, string territory)
    {
        var user = await site.CreateUser(name, territory, Roles.Administrator);
        await site.AsSystem(services =>
            services
                .GetRequiredService<Web.Data.ReserveDb>()
                .Set<User>()
                .Where(row => row.Id == user.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Email, name + "@example.org"))
        );
    }

    private Task<List<string>> Letters() =>
        site.AsSystem(services =>
            services
                .GetRequiredService<Web.Data.ReserveDb>()
                .Database.SqlQuery<string>($"""select payload::text as "Value" from outbox where kind = 'notification' order by id""")
                .ToListAsync()
        );

    private Task<List<string>> Notifications() =>
        site.AsSystem(services =>
        {
            var db = services.GetRequiredService<Web.Data.ReserveDb>();
            return db.Set<Notification>()
                .Join(
                    db.Set<User>(),
                    row => row.UserId,
                    user => user.Id,
                    (row, user) =>
                        new
                        {
                            row.Id,
                            user.UserName,
                            row.Text,
                        }
                )
                .OrderBy(row => row.Id)
                .Select(row => row.UserName + ": " + row.Text)
                .ToListAsync();
        });
}
