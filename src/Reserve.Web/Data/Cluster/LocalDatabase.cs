namespace Reserve.Web.Data.Cluster;

/// <summary>
/// The database to work on: the one named by <c>RESERVE_DB</c>, or else database <c>reserve</c> of the private cluster
/// in the data folder. One process owns that cluster and runs it; another (an administrator's verb beside a running
/// <c>./run</c>) finds its connection string in the folder and joins it.
/// </summary>
public sealed class LocalDatabase : IAsyncDisposable
{
    public const string Variable = "RESERVE_DB";
    private const string Name = "reserve";

    private readonly PostgresCluster? cluster;
    private readonly FileStream? ownership;
    private readonly string? note;

    private LocalDatabase(string connectionString, PostgresCluster? cluster = null, FileStream? ownership = null, string? note = null)
    {
        ConnectionString = connectionString;
        this.cluster = cluster;
        this.ownership = ownership;
        this.note = note;
    }

    /// <summary>A connection string with the owner's rights: it may migrate.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether this process started the cluster and stops it.</summary>
    public bool OwnsCluster => cluster is not null;

    /// <summary>Completes, with a line that says why, when the private cluster died for good; never for another database.</summary>
    public Task<string> Lost => cluster?.Lost ?? new TaskCompletionSource<string>().Task;

    /// <exception cref="PostgresUnavailableException">No cluster can be started here.</exception>
    public static async Task<LocalDatabase> Open(string dataFolder, CancellationToken cancellationToken = default)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            await Reach.Check(given, Variable, cancellationToken);
            return new LocalDatabase(given);
        }
        var folder = DataFolder.Prepare(dataFolder);
        var note = Path.Combine(folder, "connection");
        if (Own(Path.Combine(folder, "lock")) is not { } ownership)
        {
            return File.Exists(note)
                ? new LocalDatabase(await File.ReadAllTextAsync(note, cancellationToken))
                : throw new PostgresUnavailableException($"С папкой {folder} сейчас запускается другая программа. Повторите через несколько секунд.");
        }
        try
        {
            File.Delete(note);
            var cluster = await PostgresCluster.Start(new ClusterOptions(ReachableFolder(folder)), cancellationToken);
            if (!await cluster.HasDatabase(Name, cancellationToken))
            {
                await cluster.CreateDatabase(Name, cancellationToken: cancellationToken);
            }
            var connectionString = cluster.ConnectionString(Name);
            Publish(note, connectionString);
            return new LocalDatabase(connectionString, cluster, ownership, note);
        }
        catch
        {
            await ownership.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (note is not null)
        {
            File.Delete(note);
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

    private static void Publish(string note, string connectionString)
    {
        using var file = new FileStream(
            note,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        using var writer = new StreamWriter(file);
        writer.Write(connectionString);
    }
}
