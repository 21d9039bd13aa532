using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>Whether two wordings name one post of a municipality, however they are spelled.</summary>
internal static class Posts
{
    private static readonly string[] Heads = ["руководител", "начальник", "заведующ", "директор", "председател", "глава"];

    /// <summary>Both the head of the education authority, of which there is one; other posts are the same when their words are.</summary>
    public static bool AreSame(string one, string other) =>
        NameMatch.Plain(one) == NameMatch.Plain(other) || (IsHeadOfAuthority(one) && IsHeadOfAuthority(other));

    private static bool IsHeadOfAuthority(string post)
    {
        var words = NameMatch.Plain(post).Split(' ');
        return words.Any(word => Heads.Any(head => word.StartsWith(head, StringComparison.Ordinal)))
            && words.Any(word => word.StartsWith("образован", StringComparison.Ordinal))
            && !words.Any(word => word.StartsWith("заместител", StringComparison.Ordinal) || word == "зам");
    }
}
