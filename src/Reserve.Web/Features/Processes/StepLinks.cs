namespace Reserve.Web.Features.Processes;

/// <summary>Where one stands among steps, and the addresses of the others; there is none beyond the first and the last.</summary>
public sealed class StepLinks(int first, int at, int last, Func<int, string> address)
{
    public string? ToFirst => at > first ? address(first) : null;

    public string? Back => at > first ? address(at - 1) : null;

    public string? Forward => at < last ? address(at + 1) : null;

    public string? ToLast => at < last ? address(last) : null;
}
