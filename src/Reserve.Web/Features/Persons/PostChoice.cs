using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Reserve.Web.Features.Persons;

/// <summary>What the part of a form shows in which a post is chosen.</summary>
/// <param name="Prefix">The page's property whose fields Post, Position and Organization are.</param>
/// <param name="Posts">Those that can be chosen.</param>
/// <param name="Chosen">The chosen one.</param>
/// <param name="Wording">As the act words it.</param>
/// <param name="Organization">The school.</param>
internal sealed record PostChoice(string Prefix, IReadOnlyList<Post> Posts, Guid? Chosen, string? Wording, string? Organization)
{
    public string? ProblemOf(ViewDataDictionary data, string field) =>
        data.ModelState.TryGetValue($"{Prefix}.{field}", out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;
}
