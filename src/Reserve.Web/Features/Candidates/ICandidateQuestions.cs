namespace Reserve.Web.Features.Candidates;

/// <summary>A sitting that may still take a question.</summary>
public sealed record ChoosableSitting(Guid Id, string Text);

/// <summary>A question about a candidate to a commission, as the card shows it.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="State">Where it stands, with its colour.</param>
/// <param name="Color">The colour.</param>
/// <param name="Href">Its page.</param>
/// <param name="SittingAt">When it is heard.</param>
/// <param name="MayPut">Whether the reader may put it on an agenda now.</param>
/// <param name="Sittings">On which.</param>
public sealed record CandidateQuestion(
    string Kind,
    string State,
    string Color,
    string Href,
    DateTimeOffset? SittingAt,
    bool MayPut,
    IReadOnlyList<ChoosableSitting> Sittings
);

/// <summary>What commissions are asked about candidates: they sit in a feature above.</summary>
public interface ICandidateQuestions
{
    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<CandidateQuestion>> Of(CandidateId candidate, CancellationToken cancellationToken);
}
