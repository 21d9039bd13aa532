namespace Reserve.Web.Verbs.Backup;

/// <summary>A client program of PostgreSQL is not at hand; the message says what to install.</summary>
internal sealed class MissingClientException : Exception
{
    public MissingClientException() { }

    public MissingClientException(string message)
        : base(message) { }

    public MissingClientException(string message, Exception inner)
        : base(message, inner) { }
}
