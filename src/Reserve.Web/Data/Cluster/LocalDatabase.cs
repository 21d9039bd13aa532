namespace Reserve.Web.Data.Cluster;

/// <summary>
/// The database to work on: the one named by <c>RESERVE_DB</c>, or else database <c>reserve</c> of the private cluster
/// in the data folder. One process owns that cluster and runs it; another (an administrator's verb beside a running
/// <c>./run</c>) finds its connection strings in the folder and joins it.
/// </summary>
internal sealed class LocalDatabase : IAsyncDisposable
{
    public const string Variable = "RESERVE_DB";
    public const string OwnerVariable = "RESERVE_DB_OWNER";
    public const string BackupVariable = "RESERVE_DB_BACKUP";
    private const string Name = "reserve";
    private const string OwnerSuffix = ".owner";
    private const string BackupSuffix = ".backup";

    private readonly PostgresCluster? cluster;
    private readonly FileStream? ownership;
    private readonly string? note;

    private LocalDatabase(
        string application,
        string? owner,
        string? backup,
        PostgresCluster? cluster = null,
        FileStream? ownership = null,
        string? note = null
    )
    {
        ApplicationConnectionString = application;
        OwnerConnectionString = owner;
        BackupConnectionString = backup;
        this.cluster = cluster;
        this.ownership = ownership;
        this.note = note;
    }

    /// <summary>What pages, workers and verbs work with: row-level security binds it, and it can alter nothing.</summary>
    public string ApplicationConnectionString { get; }

    /// <summary>What may migrate; null when <c>RESERVE_DB</c> is given without <c>RESERVE_DB_OWNER</c>.</summary>
    public string? OwnerConnectionString { get; }

    /// <summary>What reads everything; null when <c>RESERVE_DB</c> is given without <c>RESERVE_DB_BACKUP</c>.</summary>
    public string? BackupConnectionString { get; }

    /// <summary>Whether this process started the cluster and stops it.</summary>
    public bool OwnsCluster => cluster is not null;

    /// <summary>Completes, with a line that says why, when the private cluster died for good; never for another database.</summary>
    public Task<string> Lost => cluster?.Lost ?? new TaskCompletionSource<string>().Task;

    /// <exception cref="PostgresUnavailableException">No cluster can be started here.</exception>
    public static async Task<LocalDatabase> Open(string dataFolder, CancellationToken cancellationToken = default)
    {
        if (Given(Variable) is { } given)
        {
            await Reach.Check(given, Variable, cancellationToken);
            return new LocalDatabase(given, Given(OwnerVariable), Given(BackupVariable));
        }
        var folder = DataFolder.Prepare(dataFolder);
        var note = Path.Combine(folder, "connection");
        if (Own(Path.Combine(folder, "lock")) is not { } ownership)
        {
            return await Join(note, cancellationToken)
                ?? throw new PostgresUnavailableException(
                    $"С папкой {folder} сейчас запускается другая программа. Повторите через несколько секунд."
                );
        }
        PostgresCluster? cluster = null;
        try
        {
            Withdraw(note);
            cluster = await PostgresCluster.Start(new ClusterOptions(ReachableFolder(folder)), cancellationToken);
            if (await cluster.HasDatabase(Name, cancellationToken))
            {
                await cluster.GiveToOwner(Name, cancellationToken);
            }
            else
            {
                await cluster.CreateDatabase(Name, cancellationToken: cancellationToken);
            }
            var database = new LocalDatabase(
                cluster.ConnectionString(Name, DatabaseRoles.Application),
                cluster.ConnectionString(Name, DatabaseRoles.Owner),
                cluster.ConnectionString(Name, DatabaseRoles.Backup),
                cluster,
                ownership,
                note
            );
            ClosedFiles.Make(note + OwnerSuffix, database.OwnerConnectionString!);
            ClosedFiles.Make(note + BackupSuffix, database.BackupConnectionString!);
            ClosedFiles.Make(note, database.ApplicationConnectionString);
            return database;
        }
        catch
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
            await ownership.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (note is not null)
        {
            Withdraw(note);
        }
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }
        if (ownership is not null)
        {
            await ownership.DisposeAsync();
        }
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } connectionString ? connectionString : null;

    /// <summary>The application's note is written last: when it is there, the others are.</summary>
    private static async Task<LocalDatabase?> Join(string note, CancellationToken cancellationToken) =>
        File.Exists(note)
            ? new LocalDatabase(
                await File.ReadAllTextAsync(note, cancellationToken),
                await File.ReadAllTextAsync(note + OwnerSuffix, cancellationToken),
                await File.ReadAllTextAsync(note + BackupSuffix, cancellationToken)
            )
            : null;

    private static void Withdraw(string note)
    {
        foreach (var suffix in (string[])["", OwnerSuffix, BackupSuffix])
            File.Delete(note + suffix);
    }

    /// <summary>The lock is the kernel's, so that it ends with the process however that ends.</summary>
    private static FileStream? Own(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// As root the server runs under another account, which cannot pass a closed folder such as /root: then the
    /// cluster lies in /var/lib and a link in the data folder points to it.
    /// </summary>
    private static string ReachableFolder(string dataFolder)
    {
        var usual = Path.Combine(dataFolder, "postgres");
        if (new DirectoryInfo(usual).LinkTarget is { } target)
        {
            return target;
        }
        if (ServerAccount.Current().Reaches(usual))
        {
            return usual;
        }
        var elsewhere = Path.Combine("/var/lib/reserve", Guid.CreateVersion7().ToString("N"));
        Directory.CreateDirectory(elsewhere);
        Directory.CreateSymbolicLink(usual, elsewhere);
        return elsewhere;
    }
}
