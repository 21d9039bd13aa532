namespace Reserve.Web.Data;

/// <summary>The program cannot work as it was called or configured; the message is one Russian line: what is wrong, what to do.</summary>
internal class SetupException : Exception
{
    public SetupException() { }

    public SetupException(string message)
        : base(message) { }

    public SetupException(string message, Exception inner)
        : base(message, inner) { }
}
