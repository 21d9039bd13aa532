using System.Diagnostics.CodeAnalysis;

namespace Reserve.Web.Data.Cluster;

/// <summary>Where a private cluster lies and how careful it is with its data.</summary>
/// <param name="Folder">The cluster's own folder; made when missing.</param>
internal sealed record ClusterOptions(string Folder)
{
    /// <summary>Off for tests: no fsync, no full page writes; a crash of the machine may lose the cluster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The folder is deleted as soon as the server has stopped, even when this process was killed.</summary>
    public bool Temporary { get; init; }

    /// <summary>The server's programs; those that <see cref="PostgresBinaries.Find"/> finds when none are named.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>Further server settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a server that died may stay down before the cluster counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>By what the pauses of supervision are measured; the server itself lives in real time.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A server is a process outside: it comes up and dies in real time.")]
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes the lines that an operator should read: the server died, it runs again.</summary>
    public Action<string> Told { get; init; } = Console.Error.WriteLine;
}
