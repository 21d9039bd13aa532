using System.Diagnostics;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data;

/// <summary>What the application's login may not do, whatever SQL it is made to run.</summary>
public sealed class LoginTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Theory]
    [InlineData("create table stolen (id int)")]
    [InlineData("create temporary table stolen (id int)")]
    [InlineData("create schema stolen")]
    [InlineData("create function stolen() returns int language sql as 'select 1'")]
    [InlineData("create or replace function reserve_sees(territory text) returns boolean language sql return true")]
    [InlineData("alter table audit_events disable row level security")]
    [InlineData("alter table audit_events add column stolen text")]
    [InlineData("create policy stolen on audit_events using (true)")]
    [InlineData("drop policy territory on audit_events")]
    [InlineData("drop table audit_events")]
    [InlineData("truncate audit_events")]
    [InlineData("update audit_events set command = ''")]
    [InlineData("set role reserve_owner")]
    [InlineData("set role reserve_backup")]
    [InlineData("set role postgres")]
    [InlineData("set session authorization reserve_owner")]
    [InlineData("grant reserve_owner to reserve_app")]
    [InlineData("alter role reserve_app bypassrls")]
    [InlineData("create role stolen")]
    public async Task The_application_is_refused(string sql)
    {
        var problem = await Assert.ThrowsAsync<PostgresException>(() => Scalar(database.ConnectionString, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    [Fact]
    public async Task Resetting_the_role_changes_nothing()
    {
        Assert.Equal(
            "reserve_app reserve_app true",
            await Scalar(
                database.ConnectionString,
                "reset role; reset session authorization; select concat_ws(' ', current_user, session_user, "
                    + "row_security_active('audit_events')::text)"
            )
        );
    }

    [Fact]
    public async Task Switching_row_security_off_is_refused_where_it_would_bind()
    {
        var problem = await Assert.ThrowsAsync<PostgresException>(() =>
            Scalar(database.ConnectionString, "set row_security = off; select count(*)::text from audit_events")
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    [Fact]
    public async Task The_backup_reads_every_row_and_writes_none()
    {
        var backup = await TestCluster.As(DatabaseRoles.Backup, database.ConnectionString);
        Assert.Equal("false", await Scalar(backup, "select row_security_active('audit_events')::text"));
        var problem = await Assert.ThrowsAsync<PostgresException>(() => Scalar(backup, "delete from audit_events"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    [Theory]
    [InlineData(DatabaseRoles.Application, true)]
    [InlineData(DatabaseRoles.Owner, false)]
    [InlineData(DatabaseRoles.Backup, false)]
    [InlineData(PostgresCluster.Superuser, false)]
    public async Task Only_a_login_that_the_policies_bind_may_serve(string role, bool may)
    {
        var reason = await LoginCheck.WhyUnbound(await TestCluster.As(role, database.ConnectionString));
        Assert.Equal(may, reason is null);
        if (!may)
            Assert.Contains(role, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_as_a_superuser_ends_with_two_and_the_reason()
    {
        var folder = Directory.CreateTempSubdirectory("reserve-login-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in (string[])[typeof(Web.Site).Assembly.Location, "serve", "--port", "0", "--data", folder])
            start.ArgumentList.Add(word);
        start.Environment["RESERVE_DB"] = await TestCluster.As(PostgresCluster.Superuser, database.ConnectionString);
        using var serve = Process.Start(start)!;
        var said = await serve.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await serve.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, serve.ExitCode);
        Assert.Contains("--allow-superuser", said, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_printed_script_makes_logins_that_work()
    {
        // The roles are there already and keep their passwords: the script leaves alone what it is not told.
        await Scalar(
            await TestCluster.As(PostgresCluster.Superuser, database.ConnectionString),
            DatabaseRoles.ForServer(_ => null)
                + DatabaseRoles.ForDatabase(new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!)
        );
        Assert.Equal("reserve_app", await Scalar(database.ConnectionString, "select current_user::text"));
    }

    [Fact]
    public void A_password_that_would_have_to_be_normalised_is_refused() =>
        Assert.Throws<ArgumentException>(() => DatabaseRoles.ForServer(_ => "пароль"));

    private static async Task<string?> Scalar(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
