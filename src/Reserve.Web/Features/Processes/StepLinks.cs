namespace Reserve.Web.Features.Processes;

/// <summary>Where one stands among steps, and the addresses of the others; there is none beyond the first and the last.</summary>
public sealed record StepLinks(int First, int At, int Last, Func<int, string> Address)
{
    public string? ToFirst => At > First ? Address(First) : null;

    public string? Back => At > First ? Address(At - 1) : null;

    public string? Forward => At < Last ? Address(At + 1) : null;

    public string? ToLast => At < Last ? Address(Last) : null;
}
