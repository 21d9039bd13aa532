using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments.Conflicts;

/// <summary>A post that somebody holds or held: the post of the directory, or how the act words it.</summary>
internal sealed record KnownPost(string Territory, PostId? Post, string Position, string Organization);

/// <summary>What is known of whoever judges.</summary>
/// <param name="Name">As they sign.</param>
/// <param name="FullName">By the record of the person, the surname first; null where the user is linked to none.</param>
/// <param name="Works">Where they work and worked.</param>
/// <param name="Posts">The posts of heads that they hold and held.</param>
internal sealed record KnownJudge(string Name, string? FullName, IReadOnlyList<PersonWork> Works, IReadOnlyList<KnownPost> Posts);

/// <summary>What is known of whoever is judged.</summary>
/// <param name="FullName">The surname first.</param>
/// <param name="Works">Where they work and worked.</param>
/// <param name="Mentors">Whom their plans of development name as mentors.</param>
/// <param name="AskedPost">The post that they are to get; null where none is asked for.</param>
internal sealed record KnownPerson(string FullName, IReadOnlyList<PersonWork> Works, IReadOnlyList<string> Mentors, KnownPost? AskedPost);

/// <summary>Why somebody might not be free to judge.</summary>
internal enum ConflictKind
{
    Surname,
    Mentor,
    Employer,
    Superior,
    Post,
}

/// <param name="Kind">Why.</param>
/// <param name="Place">Where, of a place of work; empty else.</param>
internal sealed record ConflictReason(ConflictKind Kind, string Place = "")
{
    /// <summary>As it is kept with an answer.</summary>
    public string Code => $"{Kind}:{Place}";
}

/// <summary>
/// What makes it likely that somebody may not judge: the one place where that is said. It only proposes; the person decides.
/// </summary>
internal static class ConflictRule
{
    private static readonly string[] Managerial =
    [
        "руковод",
        "начальник",
        "заведующ",
        "директор",
        "министр",
        "председател",
        "заместител",
        "глава",
        "ректор",
    ];

    /// <returns>The reasons; none when nothing speaks for a conflict.</returns>
    public static IReadOnlyList<ConflictReason> Reasons(KnownPerson person, KnownJudge judge)
    {
        var reasons = new List<ConflictReason>();
        var surname = Stem(person.FullName.Split(' ', 2)[0]);
        string[] words = judge.FullName is { } full ? [full.Split(' ', 2)[0]] : Words(judge.Name);
        if (surname.Length >= 3 && words.Any(word => Stem(word) == surname))
            reasons.Add(new(ConflictKind.Surname));
        if (person.Mentors.Any(mentor => Names(judge).Any(name => NameMatch.MeansPerson(mentor, name))))
            reasons.Add(new(ConflictKind.Mentor));
        foreach (var together in Together(person, judge).DistinctBy(work => NameMatch.Plain(work.Organization)))
            reasons.Add(new(IsManagerial(together.Position) ? ConflictKind.Superior : ConflictKind.Employer, together.Organization));
        if (person.AskedPost is { } asked && judge.Posts.Any(held => IsSame(held, asked)))
            reasons.Add(new(ConflictKind.Post));
        return reasons;
    }

    /// <summary>Works of the judge at a place where the person was at the same time.</summary>
    private static IEnumerable<PersonWork> Together(KnownPerson person, KnownJudge judge) =>
        judge.Works.Where(own =>
            person.Works.Any(other =>
                NameMatch.Plain(own.Organization) == NameMatch.Plain(other.Organization)
                && NameMatch.Plain(own.Organization).Length > 0
                && own.From <= (other.To ?? DateOnly.MaxValue)
                && other.From <= (own.To ?? DateOnly.MaxValue)
            )
        );

    private static bool IsSame(KnownPost held, KnownPost asked) =>
        held.Territory == asked.Territory
        && NameMatch.Plain(held.Organization) == NameMatch.Plain(asked.Organization)
        && (
            held.Post is { } post && asked.Post is { } other
                ? post == other
                : NameMatch.Plain(held.Position) == NameMatch.Plain(asked.Position)
        );

    private static bool IsManagerial(string position)
    {
        var plain = NameMatch.Plain(position);
        return Managerial.Any(word => plain.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>The names under which a mentor may be written: the surname comes first, whichever way the person signs.</summary>
    private static IEnumerable<string> Names(KnownJudge judge)
    {
        yield return judge.FullName ?? judge.Name;
        if (judge.FullName is null && Words(judge.Name) is [.. var given, var last] && given.Length > 0)
            yield return $"{last} {string.Join(' ', given)}";
    }

    private static string[] Words(string name) => name.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A surname without what tells a man's from a woman's.</summary>
    private static string Stem(string surname)
    {
        var plain = NameMatch.Plain(surname).Replace(" ", "", StringComparison.Ordinal);
        foreach (var ending in (string[])["ова", "ева", "ина", "ына"])
        {
            if (plain.EndsWith(ending, StringComparison.Ordinal))
                return plain[..^1];
        }

        foreach (var ending in (string[])["ая", "яя", "ий", "ый", "ой"])
        {
            if (plain.EndsWith(ending, StringComparison.Ordinal))
                return plain[..^2];
        }

        return plain;
    }
}
