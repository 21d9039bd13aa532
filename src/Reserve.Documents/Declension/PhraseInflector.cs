using System.Text;

namespace Reserve.Documents.Declension;

/// <summary>What a phrase names: posts are held by people, so that their accusative is the genitive.</summary>
internal enum PhraseKind
{
    Post,
    Authority,
    Place,
}

/// <summary>One phrase on its way into an oblique case: finds the groups that stand in the nominative and puts them into it.</summary>
internal sealed class PhraseInflector(string text, PhraseKind kind, GrammaticalCase to)
{
    private readonly List<PhraseWord> words = PhraseWord.Scan(text, kind == PhraseKind.Place);
    private readonly Dictionary<int, string> changed = [];
    private bool sure = true;

    /// <summary>A group in the nominative: adjectives, and the word that they belong to.</summary>
    /// <param name="Adjectives">Where the adjectives stand.</param>
    /// <param name="Head">Where the noun stands, or the adjective that does for one.</param>
    /// <param name="Gender">m, f, n or p.</param>
    /// <param name="IsNoun">False when the head is an adjective.</param>
    private sealed record Group(List<int> Adjectives, int Head, char Gender, bool IsNoun);

    public Inflected Inflect()
    {
        if (words.Count == 0)
            return new(text, false);
        if (Begin() is { } start && !IsActing(start))
        {
            if (Read(start) is { } group)
                Follow(group);
            else
                sure = false;
        }

        return new(Write(), sure);
    }

    // Where the first group begins; null when nothing of the phrase declines («МБОУ «СОШ № 5»).
    private int? Begin()
    {
        var at = 0;
        while (at < words.Count && words[at].Is("временно"))
            at++;
        if (at >= words.Count)
        {
            sure = false;
            return null;
        }

        if (!words[at].Stands)
            return at;
        // An abbreviation takes no ending; whether a plain name after it does is for a person to say.
        sure = !words.Skip(at).Any(word => !word.Stands && char.IsUpper(word.Text[0]) && Lexicon.AuthorityHeads.Has(word.Text));
        return null;
    }

    // «и. о. директора», «врио министра»: the post is in the genitive already.
    private bool IsActing(int at) =>
        words[at].Is("врио")
        || words[at].Is("ио")
        || words[at].Is("зам") && at + 1 < words.Count && words[at + 1].Gap.StartsWith('.')
        || words[at].Is("вр")
        || (words[at].Is("и") && at + 1 < words.Count && words[at + 1].Is("о"));

    private Group? Read(int start)
    {
        var adjectives = new List<int>();
        var gender = '\0';
        var at = start;
        for (; at < words.Count; at++)
        {
            var word = words[at];
            if (adjectives.Count > 0 && word.Is("и") && at + 1 < words.Count && GenderOfAdjective(at + 1) == gender)
                continue;
            if (GenderOfAdjective(at) is not { } found || (adjectives.Count > 0 && (found != gender || word.IsAfterDash)))
                break;
            (gender, adjectives) = (found, [.. adjectives, at]);
            if (Lexicon.Substantives.Has(word.Text))
                return new(adjectives, at, gender, false);
        }

        if (at < words.Count && !(adjectives.Count > 0 && words[at].IsApart) && GenderOfNoun(at) is { } noun)
        {
            if (adjectives.Count == 0 || noun == gender)
                return new(adjectives, at, noun, true);
        }

        // «Большой Плёсень»: the adjective belongs to a name that the tables take for another gender.
        if (kind == PhraseKind.Place && adjectives.Count > 0 && at < words.Count && !words[at].IsApart && !words[at].Stands)
            sure = false;
        return adjectives.Count == 0 ? null : new(adjectives, adjectives[^1], gender, false);
    }

    private void Follow(Group group)
    {
        Change(group);
        var head = words[group.Head].Text;
        var next = group.Head + 1;
        if (kind == PhraseKind.Place)
        {
            FollowPlace(group, head, next);
            return;
        }

        for (; next < words.Count; next++)
        {
            var word = words[next];
            var start = word.Is("и") ? next + 1 : next;
            if (start >= words.Count || (!word.IsApart && start == next) || words[start].Stands)
                continue;
            if (word.IsAfterComma && GenderOfAdjective(start) == group.Gender && IsParticiple(words[start].Text))
                Change(new([start], start, group.Gender, false));
            else if (!EndsInOy(start) && Read(start) is { } second && IsSecondHead(second))
            {
                Change(second);
                next = second.Head;
            }
        }
    }

    private void FollowPlace(Group group, string head, int next)
    {
        if (next + 1 < words.Count && words[next].Is("федерального") && words[next + 1].Is("значения"))
            next += 2;
        if (next >= words.Count)
            return;
        var isArea = Lexicon.AreaNouns.Has(head);
        var isLocality = Lexicon.LocalityNouns.Has(head);
        if (isArea ? !words[next].IsAfterDash || Lexicon.LocalityNouns.Has(words[next].Text) : !isLocality)
            return;
        if (words[next].Stands || Read(next) is not { } name)
            return;
        var agrees = name.Gender == group.Gender || (head.StartsWith("город", StringComparison.OrdinalIgnoreCase) && name.Gender == 'f');
        if (isArea || agrees)
            Change(name);
    }

    private bool IsSecondHead(Group group)
    {
        var word = words[group.Head].Text;
        var heads = kind == PhraseKind.Post ? Lexicon.PostHeads : Lexicon.AuthorityHeads;
        return heads.Has(word) || (word.IndexOf('-') is > 0 and var hyphen && heads.Has(word.AsSpan(0, hyphen)));
    }

    private static bool IsParticiple(string word) =>
        word.EndsWith("щий", StringComparison.OrdinalIgnoreCase)
        || word.EndsWith("щая", StringComparison.OrdinalIgnoreCase)
        || word.StartsWith("ответственн", StringComparison.OrdinalIgnoreCase)
        || word.StartsWith("уполномоченн", StringComparison.OrdinalIgnoreCase);

    // Further on «учебной» is more often a woman's genitive than a man's nominative.
    private bool EndsInOy(int at) => words[at].Text.EndsWith("ой", StringComparison.OrdinalIgnoreCase);

    private char? GenderOfAdjective(int at)
    {
        var word = words[at];
        if (word.Stands)
            return null;
        if (char.IsDigit(word.Text[0]))
            return word.Text[^1] switch
            {
                'й' => 'm',
                'я' => 'f',
                _ => 'n',
            };
        return Lexicon.Adjective(word.Text, kind == PhraseKind.Place)?.Kind[0];
    }

    private char? GenderOfNoun(int at)
    {
        var word = words[at];
        if (word.Stands || Lexicon.Prepositions.Has(word.Text))
            return null;
        var parts = word.Text.Split('-');
        if (kind == PhraseKind.Place && !(parts.Length > 2 && Lexicon.Prepositions.Has(parts[1])))
            parts = parts[^1..];
        var deciding = parts.FirstOrDefault(part => !Lexicon.StandingFirstParts.Has(part)) ?? parts[^1];
        return Noun(deciding)?.Kind[0] is not { } found ? null
            : found == 'a' ? 'm'
            : found;
    }

    private Ending? Noun(string word) =>
        kind == PhraseKind.Place && !IsKindOfPlace(word) ? Lexicon.Places.Find(word) : Lexicon.Nouns.Find(word);

    private static bool IsKindOfPlace(string word) => Lexicon.AreaNouns.Has(word) || Lexicon.LocalityNouns.Has(word);

    private void Change(Group group)
    {
        foreach (var at in group.Adjectives)
            changed[at] = Adjective(words[at].Text, alone: !group.IsNoun);
        if (group.IsNoun)
            changed[group.Head] = Noun(group.Head);
    }

    private string Adjective(string word, bool alone)
    {
        if (char.IsDigit(word[0]))
            return word[..^1] + NumeralEnding(word[^1]);
        var hyphen = word.IndexOf('-');
        // The town Каменск-Уральский declines in both parts; in «Усть-Катавский округ» only the adjective does.
        if (alone && kind == PhraseKind.Place && hyphen > 0)
            return FirstPart(word[..hyphen]) + '-' + Adjective(word[(hyphen + 1)..], alone: false);
        var rule = Lexicon.Adjective(word, kind == PhraseKind.Place)!;
        return rule.Apply(word, CaseOf(rule));
    }

    private string NumeralEnding(char ending) =>
        (ending, to) switch
        {
            ('я', GrammaticalCase.Accusative) => "ю",
            ('я', _) => "й",
            ('й', GrammaticalCase.Accusative) when kind != PhraseKind.Post => "й",
            ('е', GrammaticalCase.Accusative) => "е",
            (_, GrammaticalCase.Genitive or GrammaticalCase.Accusative) => "го",
            (_, GrammaticalCase.Dative) => "му",
            _ => "м",
        };

    private string Noun(int at)
    {
        var word = words[at].Text;
        if (!word.Contains('-', StringComparison.Ordinal))
            return Simple(word);
        var parts = word.Split('-');
        if (kind == PhraseKind.Place && !IsKindOfPlace(parts[0]))
        {
            // Ростов-на-Дону declines in its first part, Йошкар-Ола in its last.
            var tail = parts.Length > 2 && Lexicon.Prepositions.Has(parts[1]);
            return tail ? Simple(parts[0]) + word[parts[0].Length..] : word[..^parts[^1].Length] + Simple(parts[^1]);
        }

        return string.Join(
            '-',
            parts.Select((part, order) => order < parts.Length - 1 && Lexicon.StandingFirstParts.Has(part) ? part : Simple(part))
        );
    }

    private string FirstPart(string part)
    {
        if (Lexicon.StandingFirstParts.Has(part) || (Letters.IsVowel(part[^1]) && !part.EndsWith("ье", StringComparison.Ordinal)))
            return part;
        return Simple(part);
    }

    private string Simple(string word)
    {
        if (Noun(word) is not { } rule)
        {
            sure = false;
            return word;
        }

        sure &= rule.Sure;
        return rule.Apply(word, CaseOf(rule));
    }

    // The tables say the accusative of things; of people it is the genitive, in men and in the plural.
    private GrammaticalCase CaseOf(Ending rule) =>
        to == GrammaticalCase.Accusative && kind == PhraseKind.Post && (rule.Kind is "m" or "p") ? GrammaticalCase.Genitive : to;

    private string Write()
    {
        var built = new StringBuilder(text.Length + 16);
        var from = 0;
        for (var at = 0; at < words.Count; at++)
        {
            if (!changed.TryGetValue(at, out var form))
                continue;
            built.Append(text, from, words[at].Start - from).Append(form);
            from = words[at].Start + words[at].Text.Length;
        }

        return built.Append(text, from, text.Length - from).ToString();
    }
}
