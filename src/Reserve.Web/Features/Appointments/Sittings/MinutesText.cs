namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>A section of the minutes: paragraphs, one a line.</summary>
internal static class MinutesText
{
    /// <summary>How long a section may be, in characters.</summary>
    public const int Most = 20_000;

    public static IReadOnlyList<string> Paragraphs(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
