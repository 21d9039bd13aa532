using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>Passkeys against the running site, with a device made of software.</summary>
public sealed class PasskeyTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_key_signs_in_without_a_name_and_counts_as_both_factors()
    {
        using var client = await site.AtDesk("keyed", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device, "Телефон");
        Assert.Contains("Телефон", await client.Text("/account/passkeys"), StringComparison.Ordinal);

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var next = await site.Visitor();
        Assert.Contains("Войти с ключом доступа", await next.Text("/sign-in"), StringComparison.Ordinal);
        await next.SignInBy(device);
        Assert.Equal("/account", await next.Where("/account"));
        var session = await site.Look("RU.74", db => db.Set<UserSession>().OrderBy(row => row.StartedAt).LastAsync());
        Assert.True(session.SecondFactor);
        var (kept, used) = await Key(device);
        Assert.Equal((device.Counter, site.Clock.GetUtcNow()), (kept.Data.SignCount, used));
        Assert.Equal(["SignIn", "AddPasskey", "SignInByPasskey"], (await Journal("keyed")).Select(row => row.Command));
        Assert.All(await Journal("keyed"), row => Assert.Equal("127.0.0.1", row.Address));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_opens_once_and_a_copied_challenge_not_at_all(bool counts)
    {
        var name = counts ? "replayed" : "replayed-synced";
        using var client = await site.AtDesk(name, Roles.HrOfficer);
        using var device = client.Device(counts);
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        using var next = await site.Visitor();
        var options = await next.Text("/sign-in?handler=PasskeyOptions");
        using var thief = next.Thief();
        thief.StandAt(client);
        var answer = device.Sign(options);
        await next.Post("/sign-in", "Passkey", ("Credential", answer));
        Assert.Equal("/account", await next.Where("/account"));

        foreach (var late in (string[])[answer, device.Sign(options)])
        {
            using var again = thief.Thief();
            again.StandAt(client);
            await again.Post("/sign-in", "Passkey", ("Credential", late));
            Assert.Equal("/sign-in", await again.Where("/account"));
        }

        // The browser itself has lost the challenge with its first use.
        using var same = await site.Visitor();
        await same.Post("/sign-in", "Passkey", ("Credential", answer));
        Assert.Equal("/sign-in", await same.Where("/account"));
        Assert.Equal(
            [counts ? "CounterWentBack" : "ChallengeUsed", "ChallengeUsed", "ChallengeGone"],
            (await Journal(name)).Where(row => row.Refusal != null).Select(row => row.Refusal)
        );
    }

    [Fact]
    public async Task A_challenge_lives_five_minutes_and_serves_what_it_was_given_for()
    {
        using var client = await site.AtDesk("slow", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        using var next = await site.Visitor();
        var options = await next.Text("/sign-in?handler=PasskeyOptions");
        site.Clock.Advance(PasskeyChallenges.Lives);
        await next.Post("/sign-in", "Passkey", ("Credential", device.Sign(options)));
        Assert.Equal("/sign-in", await next.Where("/account"));

        // One that was given to prove who one is does not sign anybody in.
        var proof = await client.Text("/account/passkeys?handler=ProofOptions");
        await client.Post("/sign-out");
        var cookie = client.Cookies["reserve-passkey-proof"]!;
        client.Keep("reserve-passkey", cookie.Value);
        await client.Post("/sign-in", "Passkey", ("Credential", device.Sign(proof)));
        Assert.Equal("/sign-in", await client.Where("/account"));
        Assert.Equal(["ChallengeGone", "ChallengeGone"], await Refusals("slow"));
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_refused_and_written_down()
    {
        using var client = await site.AtDesk("cloned", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        device.Counter = 40;
        using (var next = await site.Visitor())
            await next.SignInBy(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        device.Counter = 12;
        using var clone = await site.Visitor();
        var page = await clone.SignInBy(device);
        Assert.Equal("/sign-in", await clone.Where("/account"));
        Assert.Contains("С этим ключом войти не удалось", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["CounterWentBack"], await Refusals("cloned"));
        Assert.Equal(41u, (await Key(device)).Kept.Data.SignCount);
    }

    [Fact]
    public async Task A_removed_key_opens_nothing_and_the_device_is_told_to_forget_it()
    {
        using var client = await site.AtDesk("removed", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        await client.Post("/account/passkeys", "Rename", ("Key", device.IdText), ("Name", "Старый телефон"));
        Assert.Contains("Старый телефон", await client.Text("/account/passkeys"), StringComparison.Ordinal);
        await client.Post("/account/passkeys", "Remove", ("Key", device.IdText));
        Assert.DoesNotContain("Старый телефон", await client.Text("/account/passkeys"), StringComparison.Ordinal);

        using var next = await site.Visitor();
        var page = await next.SignInBy(device);
        Assert.Contains($"data-unknown=\"{device.IdText}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/sign-in", await next.Where("/account"));
        Assert.Contains("UnknownPasskey", await Refusals("ключ доступа"));
        Assert.Equal(["SignIn", "AddPasskey", "RenamePasskey", "RemovePasskey"], (await Journal("removed")).Select(row => row.Command));
    }

    [Fact]
    public async Task A_key_of_another_person_is_neither_renamed_nor_removed()
    {
        using var owner = await site.AtDesk("owner", Roles.HrOfficer);
        using var device = owner.Device();
        await owner.AddKey(device, "Моё");
        using var other = await site.AtDesk("other", Roles.HrOfficer);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await other.Post("/account/passkeys", "Rename", ("Key", device.IdText), ("Name", "Чужое"))).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post("/account/passkeys", "Remove", ("Key", device.IdText))).StatusCode);
        Assert.Equal("Моё", (await Key(device)).Kept.Data.Name);
        // Nor is it added a second time.
        var options = await other.Text("/account/passkeys?handler=Options");
        var again = await other.Post("/account/passkeys", "Add", ("Credential", device.Make(options)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("уже есть", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_user_and_a_closed_name_are_closed_for_keys_too()
    {
        using var client = await site.AtDesk("left", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var next = await site.Visitor("127.0.0.40");
        for (var i = 0; i < 5; i++)
            await next.SignIn("left", "wrong");
        await next.SignInBy(device);
        Assert.Equal("/sign-in", await next.Where("/account"));

        // Whoever is elsewhere is not shut out by that.
        using (var elsewhere = await site.Visitor("127.0.0.41"))
        {
            await elsewhere.SignInBy(device);
            Assert.Equal("/account", await elsewhere.Where("/account"));
        }

        await site.Look(
            "RU.74",
            db => db.Set<User>().Where(user => user.UserName == "left").ExecuteUpdateAsync(row => row.SetProperty(it => it.Disabled, true))
        );
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var gone = await site.Visitor("127.0.0.42");
        await gone.SignInBy(device);
        Assert.Equal("/sign-in", await gone.Where("/account"));
        Assert.Equal(["Closed", "Disabled"], (await Refusals("left")).Where(why => why != "WrongPassword"));
    }

    [Fact]
    public async Task A_device_that_verified_nobody_or_stood_at_another_site_is_refused()
    {
        using var client = await site.AtDesk("phished", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        device.Verifies = false;
        using (var unverified = await site.Visitor())
        {
            await unverified.SignInBy(device);
            Assert.Equal("/sign-in", await unverified.Where("/account"));
        }

        device.Verifies = true;
        var home = device.Origin;
        device.Origin = new Uri("https://reserve.example.net");
        using (var phished = await site.Visitor())
        {
            await phished.SignInBy(device);
            Assert.Equal("/sign-in", await phished.Where("/account"));
        }

        device.Origin = home;
        Assert.Equal(["WrongPasskey", "WrongPasskey"], await Refusals("phished"));
        using var nonsense = await site.Visitor();
        foreach (var answer in (string[])["", "{", "[]", """{"id":7}""", """{"id":"AAAA"}""", new string('x', 20_000)])
            Assert.Equal(HttpStatusCode.OK, (await nonsense.Post("/sign-in", "Passkey", ("Credential", answer))).StatusCode);
    }

    [Fact]
    public async Task A_key_is_the_second_step_too_for_its_own_person()
    {
        using var client = await site.AtDesk("two-steps", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        await SecondFactorTests.TurnOn(client, site.Clock.GetUtcNow());
        using var other = await site.AtDesk("beside", Roles.HrOfficer);
        using var foreign = other.Device();
        await other.AddKey(foreign);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        using var next = await site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await next.Get("/sign-in/code?handler=PasskeyOptions")).StatusCode);
        var asked = await next.SignIn("two-steps");
        Assert.Contains("Подтвердить ключом доступа", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await next.SignInBy(foreign, "/sign-in/code");
        Assert.Equal("/sign-in", await next.Where("/account"));
        await next.SignInBy(device, "/sign-in/code");
        Assert.Equal("/account", await next.Where("/account"));
        Assert.Equal(["PasskeyOfAnother"], await Refusals("two-steps"));
    }

    [Fact]
    public async Task A_key_proves_who_one_is_before_a_dangerous_act()
    {
        using var client = await site.AtDesk("proving", Roles.Administrator);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        (string, string)[] fields =
        [
            ("Input.UserName", "made-by-key"),
            ("Input.DisplayName", "Сделан"),
            ("Input.Territory", "RU.74"),
            ("Input.Roles", Roles.HrOfficer),
        ];
        var asked = await client.Post("/users/card", null, fields);
        Assert.Contains("Подтвердить ключом доступа", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var options = await client.Text("/account/passkeys?handler=ProofOptions");
        using var foreign = client.Device();
        var wrong = await client.Post("/users/card", null, [.. fields, (ProofFilter.PasskeyField, foreign.Sign(options))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.False(await site.Look("RU.74", db => db.Set<User>().AnyAsync(user => user.UserName == "made-by-key")));

        options = await client.Text("/account/passkeys?handler=ProofOptions");
        await client.Post("/users/card", null, [.. fields, (ProofFilter.PasskeyField, device.Sign(options))]);
        Assert.True(await site.Look("RU.74", db => db.Set<User>().AnyAsync(user => user.UserName == "made-by-key")));
        Assert.Contains("ProveByPasskey", (await Journal("proving")).Where(row => row.Refusal == null).Select(row => row.Command));
    }

    [Fact]
    public async Task Adding_and_removing_a_key_ask_who_one_is_when_that_was_proved_long_ago()
    {
        using var client = await site.AtDesk("absent-minded", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.DoesNotContain("key-name", await client.Text("/account/passkeys"), StringComparison.Ordinal);
        foreach (var act in (string[])["Begin", "Add", "Remove"])
        {
            var asked = await client.Post("/account/passkeys", act, ("Key", device.IdText));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        }

        await client.Post("/account/passkeys", "Begin", (ProofFilter.Field, SiteFixture.Password));
        Assert.Contains("key-name", await client.Text("/account/passkeys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_of_the_territory_removes_the_keys_of_whoever_lost_them()
    {
        using var client = await site.AtDesk("lost-all", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        var user = await site.Look("RU.74", db => db.Set<User>().SingleAsync(row => row.UserName == "lost-all"));
        using var administrator = await site.AtDesk("remover", Roles.Administrator);
        Assert.Contains("1 ключ доступа", await administrator.Text($"/users/card/{user.Id}"), StringComparison.Ordinal);
        var command = new RemovePasskeys(new UserId(user.Id));
        Assert.IsType<Rejection.NotThere>((await site.Send("RU.66", Roles.Administrator, command)).Rejection);

        await administrator.Post($"/users/card/{user.Id}", "Passkeys");
        Assert.Equal("/sign-in", await client.Where("/account"));
        using var next = await site.Visitor();
        await next.SignInBy(device);
        Assert.Equal("/sign-in", await next.Where("/account"));
    }

    [Fact]
    public async Task Nobody_sees_keys_of_another_region_and_the_door_asks_by_a_function()
    {
        using var client = await site.AtDesk("hidden", Roles.HrOfficer);
        using var device = client.Device();
        await client.AddKey(device);
        foreach (var (scope, seen) in (IEnumerable<(string, long)>)[("", 0), ("RU.66", 0), ("RU.74", 1), ("RU", 1)])
            Assert.Equal(seen, await Asked<long>(scope, "select count(*) from user_passkeys where credential_id = $1", device.Id));
        Assert.Equal("hidden", await Asked<string>("", "select user_name from reserve_user_by_passkey($1)", device.Id));
        Assert.Null(await Asked<string>("", "select user_name from reserve_user_by_passkey($1)", [1, 2, 3]));
    }

    [Fact]
    public async Task At_a_bare_address_the_page_says_where_keys_work()
    {
        using var bare = await site.Client();
        var page = await bare.Text("/sign-in");
        Assert.Contains($"http://localhost:{bare.Address.Port}/sign-in", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-passkey=", page, StringComparison.Ordinal);
        bare.Headers.Host = "192.0.2.7";
        Assert.Contains("с https в начале", await bare.Text("/sign-in"), StringComparison.Ordinal);
    }

    private async Task<(IdentityUserPasskey<Guid> Kept, DateTimeOffset? Used)> Key(Authenticator device)
    {
        var row = await site.Look(
            "RU.74",
            db =>
                db.Set<IdentityUserPasskey<Guid>>()
                    .Where(row => row.CredentialId == device.Id)
                    .Select(row => new { Kept = row, Used = EF.Property<DateTimeOffset?>(row, PasskeyMapping.UsedAt) })
                    .SingleAsync()
        );
        return (row.Kept, row.Used);
    }

    private Task<List<AuditEvent>> Journal(string name) =>
        site.Look("RU", db => db.Set<AuditEvent>().Where(row => row.UserName == name).OrderBy(row => row.Id).ToListAsync());

    private async Task<List<string?>> Refusals(string name) =>
        [.. (await Journal(name)).Where(row => row.Refusal != null).Select(row => row.Refusal)];

    private async Task<T?> Asked<T>(string scope, string sql, byte[] id)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new NpgsqlCommand($"select set_config('reserve.scope', '{scope}', true)", connection, transaction))
            await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = id } } };
        return (T?)await command.ExecuteScalarAsync();
    }
}

/// <summary>A setting makes a second factor a duty: a key is one.</summary>
public sealed class PasskeyRequiredTests : IAsyncLifetime
{
    private readonly SiteFixture site = new() { Settings = ["--SignIn:SecondFactorFor=Administrator"] };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_key_satisfies_the_duty_and_a_password_without_it_opens_nothing()
    {
        using var client = await site.AtDesk("duty-key", Roles.Administrator);
        Assert.Equal("/account/second-factor", await client.Where("/users"));
        using var device = client.Device();
        await client.AddKey(device);
        Assert.Equal("/users", await client.Where("/users"));
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        using var next = await site.Visitor();
        Assert.Equal("/sign-in/code", (await next.SignIn("duty-key")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/sign-in", await next.Where("/account/second-factor"));
        await next.SignInBy(device, "/sign-in/code");
        Assert.Equal("/users", await next.Where("/users"));
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var direct = await site.Visitor();
        await direct.SignInBy(device);
        Assert.Equal("/users", await direct.Where("/users"));

        var kept = await direct.Post("/account/passkeys", "Remove", ("Key", device.IdText));
        Assert.Contains("единственный второй фактор", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

/// <summary>People at browsers that have devices with keys.</summary>
internal static class PeopleWithKeys
{
    /// <summary>Somebody at a browser, where passkeys work: at localhost.</summary>
    public static async Task<SiteClient> Visitor(this SiteFixture site, string? from = null)
    {
        var client = await site.Client(from);
        client.StandAt(client);
        return client;
    }

    public static async Task<SiteClient> AtDesk(this SiteFixture site, string name, string role)
    {
        await site.CreateUser(name, "RU.74", role);
        var client = await site.Visitor();
        await client.SignIn(name);
        return client;
    }

    /// <summary>At the address of another browser, which tells each request.</summary>
    public static void StandAt(this SiteClient client, SiteClient other)
    {
        client.Headers.Host = $"localhost:{other.Address.Port}";
        client.Headers.Add("Origin", $"http://localhost:{other.Address.Port}");
    }

    public static Authenticator Device(this SiteClient client, bool counts = true) =>
        new(new Uri($"http://localhost:{client.Address.Port}")) { Counts = counts };

    public static async Task AddKey(this SiteClient client, Authenticator device, string name = "Ключ")
    {
        var options = await client.Text("/account/passkeys?handler=Options");
        var added = await client.Post("/account/passkeys", "Add", ("Credential", device.Make(options)), ("Name", name));
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Contains("добавлен", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public static async Task<HttpResponseMessage> SignInBy(this SiteClient client, Authenticator device, string path = "/sign-in")
    {
        var options = await client.Text(path + "?handler=PasskeyOptions");
        return await client.Post(path, "Passkey", ("Credential", device.Sign(options)));
    }

    public static async Task<string> Where(this SiteClient client, string path) =>
        (await client.Get(path)).RequestMessage!.RequestUri!.AbsolutePath;
}
