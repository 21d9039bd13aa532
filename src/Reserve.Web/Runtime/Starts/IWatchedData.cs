using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

/// <summary>Data whose rows a start may watch.</summary>
/// <param name="Name">As drawings write it.</param>
/// <param name="Title">In Russian (the key of its translation).</param>
/// <param name="KeyTitle">What its key is, in Russian; null when it needs none.</param>
/// <param name="Keys">The keys that there are; any when empty.</param>
/// <param name="Tables">Where its rows come from.</param>
internal sealed record WatchedSource(string Name, string Title, string? KeyTitle, IReadOnlyList<string> Keys, string[] Tables);

/// <summary>A row of such data.</summary>
/// <param name="Id">What distinguishes it from the others.</param>
/// <param name="Name">For people.</param>
/// <param name="Territory">Where a run about it goes.</param>
/// <param name="Data">The row as <c>Data.Read</c> gives it.</param>
/// <param name="Subject">What a run about it is about; null when that is the territory alone.</param>
internal sealed record WatchedRow(string Id, string Name, string Territory, FeelValue Data, Subject? Subject);

/// <summary>A feature that knows data which starts watch.</summary>
internal interface IWatchedData
{
    IReadOnlyList<WatchedSource> Sources { get; }

    /// <summary>The rows of a source in a territory and below it, in the scope of the context.</summary>
    Task<IReadOnlyList<WatchedRow>> Rows(
        ReserveDb db,
        WatchedSource source,
        string? key,
        string territory,
        CancellationToken cancellationToken
    );
}

/// <summary>The sources of all features.</summary>
internal sealed class WatchedSources(IEnumerable<IWatchedData> features)
{
    public IReadOnlyList<WatchedSource> All { get; } = [.. features.SelectMany(feature => feature.Sources)];

    public WatchedSource? Find(string name) => All.FirstOrDefault(source => source.Name == name);

    public Task<IReadOnlyList<WatchedRow>> Rows(
        ReserveDb db,
        string name,
        string? key,
        string territory,
        CancellationToken cancellationToken
    ) =>
        Find(name) is { } source
            ? features.First(feature => feature.Sources.Contains(source)).Rows(db, source, key, territory, cancellationToken)
            : throw new InvalidOperationException($"There are no data «{name}» to watch.");
}
