namespace Reserve.Web.Data.Cluster;

/// <summary>The private cluster cannot be had on this machine now; the message says why and what would help.</summary>
internal sealed class PostgresUnavailableException : SetupException
{
    public PostgresUnavailableException() { }

    public PostgresUnavailableException(string message)
        : base(message) { }

    public PostgresUnavailableException(string message, Exception inner)
        : base(message, inner) { }
}
