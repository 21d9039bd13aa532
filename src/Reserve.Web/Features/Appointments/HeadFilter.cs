using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>Which of the heads are listed by their time in office.</summary>
public enum HeadState
{
    InOffice,
    Future,
    Former,
    Vacant,

    /// <summary>Those who hold two posts at once, and posts that two hold.</summary>
    Doubtful,
    All,
}

/// <summary>What of the base of heads is listed, and in which order.</summary>
public sealed record HeadFilter(string? Q, string? Territory, PostCategory? Category, HeadState State, string Sort)
{
    public static HeadFilter Of(IQueryCollection query) =>
        new(
            string.IsNullOrWhiteSpace(query["q"]) ? null : query["q"].ToString().Trim(),
            string.IsNullOrEmpty(query["territory"]) ? null : query["territory"].ToString(),
            Enum.TryParse<PostCategory>(query["category"], out var category) && Enum.IsDefined(category) ? category : null,
            Enum.TryParse<HeadState>(query["state"], out var state) && Enum.IsDefined(state) ? state : HeadState.InOffice,
            query["sort"].ToString()
        );

    public bool IsEmpty => this is { Q: null, Territory: null, Category: null, State: HeadState.InOffice };
}
