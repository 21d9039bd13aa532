using Reserve.Documents.Papers;

namespace Reserve.Web.Features.Appointments;

/// <summary>What an officer writes into a brief, as the form of its approval gives it: a line is a paragraph or a question.</summary>
internal sealed record BriefText(string? Conclusion = null, string? Questions = null, string? Checks = null, string? Note = null)
{
    public static IReadOnlyList<string> Lines(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The brief with what was written in it.</summary>
    public BriefRecord Into(BriefRecord brief) =>
        brief with
        {
            Conclusions = Lines(Conclusion),
            Questions = [.. Lines(Questions).Select(question => new InterviewQuestion(question))],
            Checks = Lines(Checks),
        };
}
