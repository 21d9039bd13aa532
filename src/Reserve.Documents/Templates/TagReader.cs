using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>A tag in a text, or two braces that mean one.</summary>
internal readonly record struct FoundTag(int Start, int End, Tag? Tag);

/// <summary>Reads the tags of a text: of a paragraph of an Office file, of a letter.</summary>
/// <param name="part">Where the text stands, for problems.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="inclusion">What is wrong with <c>{&gt;name}</c> here.</param>
/// <param name="unclosed">What is wrong with a tag that has no end.</param>
internal sealed class TagReader(string part, ICollection<TemplateProblem> problems, string inclusion, string unclosed)
{
    /// <param name="text">The text; a tag does not go over its lines.</param>
    /// <param name="place">The place of a character in words.</param>
    public List<FoundTag> Find(string text, Func<int, string> place)
    {
        var found = new List<FoundTag>();
        var straight = Straight(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                found.Add(new(at, at + 2, null));
                at++;
                continue;
            }

            if (text[at] == '}')
                problems.Add(new(part, place(at), Around(text, at), "закрывающая скобка без открывающей"));
            if (text[at] != '{')
                continue;
            var end = Closing(straight, at, quotes: true) is var heeding && heeding >= 0 ? heeding : Closing(straight, at, quotes: false);
            if (end < 0)
            {
                problems.Add(new(part, place(at), Around(text, at), unclosed));
                continue;
            }

            if (Read(text[at..(end + 1)], place(at)) is { } tag)
                found.Add(new(at, end + 1, tag));
            at = end;
        }

        return found;
    }

    // A string in quotes may hold braces.
    private static int Closing(string text, int open, bool quotes)
    {
        var quoted = false;
        for (var at = open + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when quotes && text[at - 1] != '\\':
                    quoted = !quoted;
                    break;
                case '\n':
                    return -1;
                case '{' when !quoted:
                    return -1;
                case '}' when !quoted:
                    return at;
            }
        }

        return -1;
    }

    private Tag? Read(string text, string place)
    {
        var inner = text[1..^1].Trim();
        var (kind, expression) = inner switch
        {
            ['#', ..] => (TemplateTagKind.Section, inner[1..]),
            ['?', ..] => (TemplateTagKind.Condition, inner[1..]),
            ['^', ..] => (TemplateTagKind.Inverted, inner[1..]),
            ['/', ..] => (TemplateTagKind.Close, inner[1..]),
            ['%', ..] => (TemplateTagKind.Picture, inner[1..]),
            _ => (TemplateTagKind.Value, inner),
        };
        expression = Straight(expression.Trim());
        if (inner.StartsWith('>'))
        {
            problems.Add(new(part, place, text, inclusion));
            return null;
        }

        if (inner.StartsWith('@') || inner.StartsWith('='))
        {
            problems.Add(new(part, place, text, "такой знак в начале тега не поддерживается (есть #, ?, ^, /, %)"));
            return null;
        }

        if (expression.Length == 0 && kind != TemplateTagKind.Close)
        {
            problems.Add(new(part, place, text, "пустой тег"));
            return null;
        }

        var (bare, formats) = kind == TemplateTagKind.Close ? (expression, null) : FormatChain.Split(expression);
        var tag = new Tag(part, place, text, kind, bare, formats);
        if (WrongFormats(tag) is not { Count: > 0 } wrong)
            return tag;
        foreach (var message in wrong)
            problems.Add(tag.Problem(message));
        return null;
    }

    private static List<string> WrongFormats(Tag tag)
    {
        var wrong = new List<string>(tag.Formats?.Problems ?? []);
        if (tag is { Formats: not null, Opens: true })
            wrong.Add("у раздела не бывает формата");
        else if (tag.Formats is { Problems.Count: 0 } chain && chain.GivesPicture != (tag.Kind == TemplateTagKind.Picture))
            wrong.Add(chain.GivesPicture ? "этот формат даёт картинку: поставьте перед именем %" : "этот формат не даёт картинки");
        if (tag.Expression.Length == 0 && tag.Kind != TemplateTagKind.Close)
            wrong.Add("перед «|» нет значения");
        return wrong;
    }

    // Word turns quotes and spaces into typographic ones while one types.
    private static string Straight(string text) =>
        text.Replace('“', '"').Replace('”', '"').Replace('„', '"').Replace('«', '"').Replace('»', '"').Replace('\u00A0', ' ');

    private static string Around(string text, int at)
    {
        var piece = text[at..Math.Min(text.Length, at + 40)];
        var stop = piece.IndexOf('\n', StringComparison.Ordinal);
        return stop < 0 ? piece : piece[..stop];
    }
}
