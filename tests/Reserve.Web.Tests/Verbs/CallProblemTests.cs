using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Database;
using Reserve.Web.Verbs;

namespace Reserve.Web.Tests.Verbs;

/// <summary>The executable called as an operator calls it who has set something wrong: one line, exit 2, soon.</summary>
public sealed class CallProblemTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-call-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("misspelt database", "нет такой базы данных")]
    [InlineData("wrong password", "не принял имя или пароль")]
    [InlineData("no server", "не отвечает")]
    [InlineData("unknown host", "не найден по имени")]
    [InlineData("broken string", "написана неверно")]
    [InlineData("no host", "нет Host")]
    public async Task A_database_that_cannot_be_opened_is_said_in_a_line_by_each_verb_that_opens_it(string what, string says)
    {
        var connectionString = Wrong(what);
        foreach (
            var verb in (string[][])
                [
                    ["serve", "--port", "0", "--data", folder],
                    ["migrate"],
                    ["import", "monitoring", typeof(Verb).Assembly.Location],
                ]
        )
        {
            var (code, output) = await Call(
                verb,
                (LocalDatabase.Variable, connectionString),
                (LocalDatabase.OwnerVariable, connectionString)
            );
            Assert.True(code == Verb.WrongCall, $"{verb[0]}: {code}: {output}");
            Assert.Contains(says, output, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", output.Trim(), StringComparison.Ordinal);
            Assert.DoesNotContain("guess", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_misspelt_database_is_not_made()
    {
        var connectionString = Wrong("misspelt database");
        await Call(["migrate"], (LocalDatabase.OwnerVariable, connectionString));
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*)::int from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = new NpgsqlConnectionStringBuilder(connectionString).Database! } },
        };
        Assert.Equal(0, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_busy_port_is_said_in_a_line_before_anything_is_begun()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (code, output) = await Call(["serve", "--port", port, "--data", folder]);

        Assert.Equal(Verb.WrongCall, code);
        Assert.Equal($"Порт {port} занят другой программой. Остановите её или выберите другой порт: --port N.", output.Trim());
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_file_in_place_of_the_data_folder_is_said_in_a_line()
    {
        var file = Path.Combine(folder, "data");
        await File.WriteAllTextAsync(file, "x");

        var (code, output) = await Call(["serve", "--port", "0", "--data", file]);
        Assert.Equal(Verb.WrongCall, code);
        Assert.Contains("это файл, а нужна папка", output, StringComparison.Ordinal);

        (code, output) = await Call(["serve", "--port", "0", "--data", Path.Combine(file, "below")]);
        Assert.Equal(Verb.WrongCall, code);
        Assert.DoesNotContain("\n", output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_takes_no_writing_is_said_in_a_line()
    {
        using var disk = SmallDisk.Mount(folder, "ro,size=1m");

        var (code, output) = await Call(["serve", "--port", "0", "--data", disk.Folder]);

        Assert.Equal(Verb.WrongCall, code);
        Assert.Contains("только для чтения", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", output.Trim(), StringComparison.Ordinal);
    }

    private string Wrong(string what)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        switch (what)
        {
            case "misspelt database":
                settings.Database = "reserv_" + settings.Database;
                break;
            case "wrong password":
                settings.Password = "guess";
                break;
            case "no server":
                using (var probe = new TcpListener(IPAddress.Loopback, 0))
                {
                    probe.Start();
                    settings.Port = ((IPEndPoint)probe.LocalEndpoint).Port;
                }

                break;
            case "unknown host":
                settings.Host = "nowhere.invalid";
                break;
            case "broken string":
                return "Host=localhost;Passwort=guess;Port";
            case "no host":
                return "Database=reserve;Username=reserve_app;Password=guess";
        }

        return settings.ConnectionString;
    }

    private static async Task<(int Code, string Output)> Call(string[] words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reserve.dll"), .. words])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var name in (string[])[LocalDatabase.Variable, LocalDatabase.OwnerVariable, LocalDatabase.BackupVariable])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors + await output);
    }
}
