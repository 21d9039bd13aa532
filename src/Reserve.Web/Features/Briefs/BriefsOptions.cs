namespace Reserve.Web.Features.Briefs;

/// <summary>Configuration <c>Briefs</c>.</summary>
internal sealed class BriefsOptions
{
    /// <summary>In how many days a request for a brief is answered.</summary>
    public int ReplyDays { get; set; } = 3;
}
