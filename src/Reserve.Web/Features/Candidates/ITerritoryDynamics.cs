namespace Reserve.Web.Features.Candidates;

/// <summary>Where the dynamics of a territory's monitoring come from, when the figures of two periods are there.</summary>
internal interface ITerritoryDynamics
{
    /// <returns>0–100, or null when not known.</returns>
    Task<decimal?> Percent(string territory, CancellationToken cancellationToken);
}
