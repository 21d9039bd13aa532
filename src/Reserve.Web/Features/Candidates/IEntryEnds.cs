namespace Reserve.Web.Features.Candidates;

/// <summary>Ends what goes on elsewhere about a candidate who leaves the reserve.</summary>
internal interface IEntryEnds
{
    Task Ended(CandidateId candidate, CancellationToken cancellationToken);
}
