using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Features.State;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.State;

public sealed class HealthTests : IAsyncLifetime
{
    private readonly SiteFixture site = new();

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    public async Task A_sound_node_is_ready_and_says_so_of_each_check(string address)
    {
        using var client = await site.Client();
        var (code, answer) = await Ask(client, address);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(["database", "disk", "folders", "outbox", "queue", "schema"], answer.Checks.Keys.Order());
        Assert.All(answer.Checks.Values, state => Assert.Equal("healthy", state));
        Assert.Equal("healthy", answer.Status);
    }

    [Fact]
    public async Task A_node_without_its_database_lives_and_is_not_ready()
    {
        using var client = await site.Client();
        var name = new NpgsqlConnectionStringBuilder(site.OwnerConnectionString).Database;
        await Owner($"alter database \"{name}\" allow_connections false");
        await Owner($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await Ask(client, "/health/live")).Code);
            var (code, answer) = await Ask(client, "/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
            Assert.Equal("unhealthy", answer.Checks["database"]);
            Assert.Equal("healthy", answer.Checks["folders"]);
        }
        finally
        {
            await Owner($"alter database \"{name}\" allow_connections true");
        }
    }

    [Fact]
    public async Task Late_jobs_and_unsent_messages_degrade_it()
    {
        using var client = await site.Client();
        var now = site.Clock.GetUtcNow();
        var run = await Trouble.Incident(site.OwnerConnectionString, "late", "RU.74", "Some", now);
        await Trouble.Job(site.OwnerConnectionString, run, now - TimeSpan.FromMinutes(4));
        await Trouble.Message(site.OwnerConnectionString, now - TimeSpan.FromMinutes(59));
        Assert.Equal("healthy", (await Ask(client, "/health/ready")).Answer.Status);
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        var (code, answer) = await Ask(client, "/health/ready");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("degraded", answer.Checks["queue"]);
        Assert.Equal("degraded", answer.Checks["outbox"]);
    }

    [Fact]
    public async Task A_full_disk_and_a_folder_that_is_none_are_said()
    {
        using var client = await site.Client();
        var options = site.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<StateOptions>>().Value;
        var mail = site.App.Services.GetRequiredService<DataPlace>().Mail;
        (options.DiskNeeded, options.DiskWanted) = (long.MaxValue, long.MaxValue);
        if (Directory.Exists(mail))
            Directory.Delete(mail, recursive: true);
        await File.WriteAllTextAsync(mail, "");
        var (code, answer) = await Ask(client, "/health/ready");
        File.Delete(mail);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("unhealthy", answer.Checks["disk"]);
        Assert.Equal("unhealthy", answer.Checks["folders"]);
    }

    [Fact]
    public async Task A_database_that_lacks_a_migration_is_not_ready()
    {
        using var client = await site.Client();
        await Trouble.Value<int>(
            site.OwnerConnectionString,
            """
            with lost as (delete from "__EFMigrationsHistory" returning 1) select count(*)::int from lost
            """
        );
        Assert.Equal("unhealthy", (await Ask(client, "/health/ready")).Answer.Checks["schema"]);
    }

    [Fact]
    public async Task A_script_that_has_not_run_as_it_is_is_missing()
    {
        const string Script = "970-retention.sql";
        using var client = await site.Client();
        Assert.Equal("healthy", (await Ask(client, "/health/ready")).Answer.Checks["schema"]);
        await Rewrite("content_hash || '-'");
        Assert.Equal("unhealthy", (await Ask(client, "/health/ready")).Answer.Checks["schema"]);
        await Rewrite("rtrim(content_hash, '-')");

        Task<int> Rewrite(string hash) =>
            Trouble.Value<int>(
                site.OwnerConnectionString,
                $"""
                with former as (update schema_scripts set content_hash = {hash} where name = '{Script}' returning 1)
                select count(*)::int from former
                """
            );
    }

    private static async Task<(HttpStatusCode Code, HealthAnswer Answer)> Ask(SiteClient client, string address)
    {
        var response = await client.Get(address);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonSerializer.Deserialize<HealthAnswer>(text, JsonSerializerOptions.Web)!);
    }

    private static async Task Owner(string sql)
    {
        var server = await Database.TestCluster.Server;
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres", Web.Data.Cluster.PostgresCluster.Superuser))
        {
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record HealthAnswer(string Status, Dictionary<string, string> Checks);
}
