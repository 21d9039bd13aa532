using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Mail;
using Reserve.Web.Features.Papers;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Features.Appointments;

namespace Reserve.Web.Tests.Verbs.Backup;

/// <summary>A site with a case that came by letter and a paper about it; places to back it up to and to restore it in.</summary>
public sealed class BackupGround : IAsyncLifetime
{
    private readonly List<string> databases = [];
    private int letters;
    private Task<string>? shared;

    public ApprovalSite Approval { get; } = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("reserve-backup-").FullName;

    public string Data => Approval.Site.DataFolder;

    public string Mail => Path.Combine(Data, "mail");

    /// <summary>A superuser's, who sees all.</summary>
    public string ConnectionString { get; private set; } = "";

    public Guid Paper { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await Approval.InitializeAsync();
        ConnectionString = await TestCluster.As(PostgresCluster.Superuser, Approval.Site.ConnectionString);
        // As a version left it before keys lay in the database.
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(Data, "keys", "key-1.xml"), "<key/>");
        Directory.CreateDirectory(Path.Combine(Data, "letters"));
        await File.WriteAllTextAsync(Path.Combine(Data, "letters", "reminder.md"), "Тема: Наше напоминание\n\n{text}\n");
        await Receive();
        await Approval.Site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, db.Set<AppointmentCase>().First().Id.Value);
            var stamp = services.GetRequiredService<Web.Access.Caller>().Stamp();
            Paper = services
                .GetRequiredService<PaperArchive>()
                .Keep(
                    PaperKind.Brief,
                    subject,
                    ApprovalSite.Municipality,
                    new()
                    {
                        Organization = ["О"],
                        Place = "М",
                        Number = "С-1",
                        Date = new DateOnly(2026, 11, 23),
                    },
                    new(PaperTemplate.Brief, null, "{}", [1, 2, 3]),
                    stamp
                )
                .Id.Value;
            return await db.SaveChangesAsync();
        });
        await Approval.Site.App.Services.GetRequiredService<JournalSeals>().SealAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases)
            await (await TestCluster.Server).DropDatabase(database);
        await Approval.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    public string Folder(string name) => Path.Combine(Root, $"{name}-{Guid.NewGuid():N}");

    /// <summary>An empty database on the same server.</summary>
    public async Task<string> Empty()
    {
        var name = "r_" + Guid.CreateVersion7().ToString("N");
        var cluster = await TestCluster.Server;
        await cluster.CreateDatabase(name);
        databases.Add(name);
        return new NpgsqlConnectionStringBuilder(cluster.ConnectionString(name, PostgresCluster.Superuser))
        {
            Pooling = false,
        }.ConnectionString;
    }

    /// <summary>A letter comes into the inbox and is read; gives its Message-ID.</summary>
    public async Task<string> Receive()
    {
        var id = $"backup-{++letters}-{Guid.NewGuid():N}@example.test";
        var text =
            $"From: {ApprovalSite.Address}\nTo: reserve@example.test\nSubject: Запрос {letters}\nMessage-ID: <{id}>\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
            + $"Муниципалитет: {await Approval.NameOf(ApprovalSite.Municipality)}\nКандидат: {ApprovalSite.Person}\n"
            + $"Должность: начальник отдела {letters}\n"
            + "--b\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=\"справка.txt\"\n\nтекст\n"
            // No kind of file that is taken for a document: it stays with its letter.
            + "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"игра.exe\"\n\nтекст\n--b--\n";
        Directory.CreateDirectory(Path.Combine(Mail, "inbox"));
        await File.WriteAllBytesAsync(Path.Combine(Mail, "inbox", $"{id}.eml"), Encoding.UTF8.GetBytes(text));
        Assert.Equal(1, await Intake(Approval.Site.App.Services));
        Assert.True(File.Exists(Path.Combine(Mail, "archive", $"{id}.eml")));
        return id;
    }

    public static Task<int> Intake(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<MailIntake>().Single().ReceiveWaiting(CancellationToken.None);

    internal Task<VerbProcess.Outcome> Backup(string folder) => VerbProcess.Run(ConnectionString, "backup", folder, "--data", Data);

    /// <summary>A backup, taken without a complaint.</summary>
    public async Task<string> Taken()
    {
        var folder = Folder("taken");
        var outcome = await Backup(folder);
        // The tests' server may be newer than the client programs of this machine.
        if (outcome.Code == 2 && outcome.Problems.Contains("is needed for this server", StringComparison.Ordinal))
            Assert.Skip(outcome.Problems.Trim());
        Assert.True(outcome.Code == 0, outcome.Problems);
        return folder;
    }

    /// <summary>A backup for all who only read it.</summary>
    public Task<string> Shared() => shared ??= Taken();

    public static async Task<T> Value<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static Task<long> Tables(string connectionString) =>
        Value<long>(connectionString, "select count(*) from pg_class where relnamespace = 'public'::regnamespace");
}
