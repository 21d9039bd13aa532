namespace Reserve.Web.Data;

/// <summary>
/// The territory whose rows the current unit of work (request, job, verb) may see. Null sees nothing.
/// One instance per dependency-injection scope; set through <c>Access.Caller</c>.
/// </summary>
public sealed class DataScope
{
    public string? Path { get; internal set; }
}
