using System.Text;

namespace Reserve.Web.Features.Persons;

/// <summary>Compares names of municipalities and people as letters write them.</summary>
internal static class NameMatch
{
    /// <summary>Words that say what kind of municipality it is, not which one.</summary>
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "муниципальный",
        "муниципального",
        "муниципальное",
        "образование",
        "образования",
        "городской",
        "городского",
        "округ",
        "округа",
        "район",
        "района",
        "город",
        "города",
        "г",
        "го",
        "мо",
        "мр",
        "гo",
        "области",
        "область",
    };

    /// <summary>Lower case, ё as е, letters and digits only, one space between words.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
                plain.Append(letter == 'ё' ? 'е' : letter);
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>The name of a municipality without the words for its kind.</summary>
    public static string Municipality(string text)
    {
        var words = Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var own = words.Where(word => !Kinds.Contains(word)).ToArray();
        return string.Join(' ', own.Length > 0 ? own : words);
    }

    /// <summary>
    /// Whether a name as written means this full name: the same words, or the family name with initials
    /// («Петрова А. И.», «А.И. Петрова», «Петрова Анна»). The family name comes first in the full name.
    /// </summary>
    public static bool MeansPerson(string written, string fullName)
    {
        var asked = Plain(written).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var full = Plain(fullName).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length < 2 || full.Length < 2)
            return false;
        var family = Array.IndexOf(asked, full[0]);
        if (family < 0)
            return false;
        var given = asked.Where((_, index) => index != family).ToArray();
        return given.Length < full.Length && given.Select((word, index) => Means(word, full[index + 1])).All(means => means);
    }

    /// <summary>Whether somebody can be registered by what is written: two or three whole words, no initials.</summary>
    public static bool IsFullName(string written)
    {
        var words = written.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 2 or 3 or 4
            && words.All(word => word.Length > 1 && word.All(letter => char.IsLetter(letter) || letter is '-'));
    }

    /// <summary>Whether two full names share the family name, or the given name and the patronymic: a changed or misspelt one.</summary>
    public static bool IsLike(string one, string other)
    {
        var words = Plain(one).Split(' ');
        var others = Plain(other).Split(' ');
        return words[0] == others[0] || (words.Length > 2 && others.Length > 2 && words[1] == others[1] && words[2] == others[2]);
    }

    private static bool Means(string written, string name) => written.Length == 1 ? name[0] == written[0] : name == written;
}
