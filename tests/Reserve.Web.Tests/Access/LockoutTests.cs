using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>Who guesses passwords, and what it costs others.</summary>
public sealed class LockoutTests : IAsyncLifetime
{
    private readonly CountedHashes hashes = new();
    private readonly SiteFixture site;

    public LockoutTests() => site = new SiteFixture { Adjust = services => services.AddSingleton<IPasswordHasher<User>>(hashes) };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Five_wrong_passwords_close_the_name_for_their_address_and_for_no_other()
    {
        await site.CreateUser("victim", "RU.74", Roles.HrOfficer);
        using var guesser = await site.Client("127.0.0.2");
        for (var i = 0; i < 5; i++)
            Assert.False(await Opens(guesser, "victim", "wrong"));
        Assert.False(await Opens(guesser, "victim"));
        using var owner = await site.Client("127.0.0.3");
        Assert.True(await Opens(owner, "victim"));

        site.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.True(await Opens(guesser, "victim"));
    }

    [Fact]
    public async Task A_name_guessed_from_everywhere_stays_open_where_its_holder_has_signed_in_before()
    {
        await site.CreateUser("known", "RU.74", Roles.HrOfficer);
        using var home = await site.Client("127.0.0.9");
        Assert.True(await Opens(home, "known"));
        await Guess("KNOWN", 100);

        using var stranger = await site.Client("127.0.0.10");
        Assert.False(await Opens(stranger, "known"));
        using var again = await site.Client("127.0.0.9");
        Assert.True(await Opens(again, "known"));
    }

    [Fact]
    public async Task Unknown_locked_and_disabled_names_cost_the_work_of_a_wrong_password_and_are_told_alike()
    {
        await site.CreateUser("plain", "RU.74", Roles.HrOfficer);
        await site.CreateUser("locked", "RU.74", Roles.HrOfficer);
        await site.CreateUser("gone", "RU.74", Roles.HrOfficer);
        await site.AsSystem(async services =>
        {
            var users = services.GetRequiredService<UserManager<User>>();
            var gone = (await users.FindByNameAsync("gone"))!;
            gone.Disabled = true;
            return await users.UpdateAsync(gone);
        });
        using (var other = await site.Client())
        {
            for (var i = 0; i < 5; i++)
                await other.SignIn("locked", "wrong");
        }

        var wrong = await Cost("plain", "wrong");
        Assert.Equal(1, wrong.Hashes);
        Assert.Equal(wrong, await Cost("nobody-at-all", SiteFixture.Password));
        Assert.Equal(wrong, await Cost("locked", SiteFixture.Password));
        Assert.Equal(wrong, await Cost("gone", SiteFixture.Password));
        // What is compared can differ: the right password of a working user writes something else.
        Assert.NotEqual(wrong, await Cost("plain", SiteFixture.Password));
    }

    [Fact]
    public async Task Each_failure_stands_in_the_journal_with_the_name_typed_the_address_and_why()
    {
        await site.CreateUser("watched", "RU.74", Roles.HrOfficer);
        using var client = await site.Client("127.0.0.4");
        await client.SignIn("Watched", "wrong");
        await client.SignIn("no-such-name", "wrong");

        var rows = await site.Look(
            "RU",
            db => db.Set<AuditEvent>().Where(row => row.Command == "SignIn").OrderBy(row => row.Id).ToListAsync()
        );
        Assert.Contains(rows, row => row is { UserName: "Watched", Refusal: "WrongPassword", Address: "127.0.0.4", Territory: "RU.74" });
        Assert.Contains(rows, row => row is { UserName: "no-such-name", Refusal: "UnknownName", UserId: null, Territory: "RU" });
        using var administrator = await site.SignedInClient("reader", "RU", Roles.Administrator);
        var journal = await administrator.Text("/journal?who=no-such-name");
        Assert.Contains("127.0.0.4", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_failures_themselves_are_seen_by_nobody_and_hold_no_name()
    {
        await Guess("SECRET-TYPED-AS-NAME", 1);
        await using var connection = new NpgsqlConnection(site.OwnerConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from sign_in_failure f where f::text ilike '%secret%'", connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        var seen = await site.Look("RU", db => db.Database.SqlQuery<int>($"select 1 as \"Value\" from sign_in_failure").ToListAsync());
        Assert.Empty(seen);
    }

    private async Task<(int Hashes, int Written, string Text)> Cost(string name, string password)
    {
        using var client = await site.Client();
        var (address, token) = await client.Form("/sign-in");
        hashes.Count = 0;
        var before = await Written();
        var answer = await client.Send(address, token, ("UserName", name), ("Password", password));
        var page = await answer.Content.ReadAsStringAsync();
        var alert = page.IndexOf("alert-danger", StringComparison.Ordinal);
        return (
            hashes.Count,
            await Written() - before,
            alert < 0 ? "" : page[alert..page.IndexOf("</div>", alert, StringComparison.Ordinal)]
        );
    }

    /// <summary>How many rows the attempts and the journal have together: what a sign-in wrote.</summary>
    private async Task<int> Written()
    {
        await using var connection = new NpgsqlConnection(site.OwnerConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select (select count(*) from sign_in_failure) * 10 + (select count(*) from audit_events)",
            connection
        );
        return (int)(long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private Task<int> Guess(string normalizedName, int times) =>
        site.As(
            "RU",
            [],
            async services =>
            {
                var guard = services.GetRequiredService<SignInGuard>();
                for (var i = 0; i < times; i++)
                    await guard.Failed(normalizedName, $"10.0.{i / 4}.{i}", CancellationToken.None);
                return times;
            }
        );

    private static async Task<bool> Opens(SiteClient client, string name, string password = SiteFixture.Password)
    {
        var answer = await client.SignIn(name, password);
        var opened = answer.RequestMessage!.RequestUri!.AbsolutePath != "/sign-in";
        if (opened)
            await client.Send("/sign-out", (await client.Form("/account")).Token);
        return opened;
    }

    /// <summary>Identity's own hashes, counted.</summary>
    private sealed class CountedHashes : PasswordHasher<User>
    {
        public int Count { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
