using Reserve.Documents.Papers;
using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>A name that a tag asks for and nothing has.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Name">The name: the first of its path that is nowhere.</param>
/// <param name="Candidates">The names that stand in its place.</param>
public sealed record MissingName(TemplateTag Tag, string Name, IReadOnlyCollection<string> Candidates);

/// <summary>Compares the names that a template uses with those of the record that it will be filled with, before any data.</summary>
public static class TemplateNames
{
    /// <summary>A section that is open: what stands inside, an object or an item of a list; null where that is unknown.</summary>
    private readonly record struct Open(bool Enters, RecordField? Inside);

    /// <summary>The names that the record does not have, whatever its data, as problems of the template.</summary>
    /// <param name="tags">The template's tags in their order (<see cref="OfficeTemplate.Tags"/>).</param>
    /// <param name="record">The record.</param>
    /// <param name="reads">The variables that an expression reads; none where it cannot be read.</param>
    /// <returns>A problem for each name of each tag, with the nearest one that would do.</returns>
    public static IReadOnlyList<TemplateProblem> Unknown(
        IEnumerable<TemplateTag> tags,
        RecordField record,
        Func<string, IReadOnlyList<string>> reads
    ) =>
        [
            .. Missing(tags, record, reads)
                .Select(missing => new TemplateProblem(
                    missing.Tag.Part,
                    missing.Tag.Place,
                    missing.Tag.Text,
                    $"у этой бумаги нет «{missing.Name}»{TemplateFormat.Meant(missing.Name, missing.Candidates)}"
                )),
        ];

    /// <summary>The names that the record does not have, whatever its data.</summary>
    /// <param name="tags">The tags of a template or a letter in their order.</param>
    /// <param name="record">The record; below a field of kind <see cref="RecordFieldKind.Unknown"/> every name may be.</param>
    /// <param name="reads">The variables that an expression reads; none where it cannot be read.</param>
    public static IReadOnlyList<MissingName> Missing(
        IEnumerable<TemplateTag> tags,
        RecordField record,
        Func<string, IReadOnlyList<string>> reads
    )
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(reads);
        var missing = new List<MissingName>();
        var open = new List<Open>();
        var part = "";
        foreach (var tag in tags)
        {
            if (tag.Part != part || open.Count == 0)
                open = [new Open(true, record)];
            part = tag.Part;
            if (tag.Kind == TemplateTagKind.Close)
            {
                if (open.Count > 1)
                    open.RemoveAt(open.Count - 1);
                continue;
            }

            var inside = PlainPath.Split(tag.Expression) is { } path
                ? Follow(path, open, Tell)
                : Expression(tag.Expression, open, reads, Tell);
            if (tag.Kind == TemplateTagKind.Section)
                open.Add(new Open(true, inside));
            else if (tag.Kind is TemplateTagKind.Condition or TemplateTagKind.Inverted)
                open.Add(new Open(false, null));

            void Tell(string name, IEnumerable<string> candidates) => missing.Add(new(tag, name, [.. candidates.Distinct()]));
        }

        return missing;
    }

    /// <summary>The field of a path; null where it is unknown, which has been told when it is a mistake.</summary>
    private static RecordField? Follow(string[] path, List<Open> open, Action<string, IEnumerable<string>> tell)
    {
        if (path.Length == 0 || path[0].StartsWith('$'))
            return open.FindLast(section => section.Enters).Inside;
        var seen = new List<string>();
        for (var at = open.Count - 1; at >= 0; at--)
        {
            if (!open[at].Enters)
                continue;
            // What an expression gives may have any name.
            if (open[at].Inside is not { } scope)
                return null;
            if (scope.Find(path[0]) is { } found)
                return Below(found, path.AsSpan(1), tell);
            seen.AddRange(scope.Fields.Select(field => field.Name));
        }

        tell(path[0], seen);
        return null;
    }

    private static RecordField? Below(RecordField field, ReadOnlySpan<string> path, Action<string, IEnumerable<string>> tell)
    {
        foreach (var name in path)
        {
            if (field.Kind == RecordFieldKind.Unknown)
                return null;
            var below = field.Kind == RecordFieldKind.Group ? field.Find(name) : null;
            if (below is null)
            {
                tell(name, field.Kind == RecordFieldKind.Group ? field.Fields.Select(inner => inner.Name) : []);
                return null;
            }

            field = below;
        }

        return field.Kind == RecordFieldKind.Unknown ? null : field;
    }

    private static RecordField? Expression(
        string text,
        List<Open> open,
        Func<string, IReadOnlyList<string>> reads,
        Action<string, IEnumerable<string>> tell
    )
    {
        foreach (var name in reads(text))
            if (PlainPath.Split(name) is { Length: 1 } path)
                Follow(path, open, tell);
        // A filter gives items of its list: rows[points > 50].
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith(']') && PlainPath.Split(text[..bracket].Trim()) is { } list
            ? Follow(list, open, (_, _) => { })
            : null;
    }
}
