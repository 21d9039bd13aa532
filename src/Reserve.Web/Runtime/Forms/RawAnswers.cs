using System.Globalization;

namespace Reserve.Web.Runtime.Forms;

/// <summary>A file that came with a form.</summary>
public sealed record AttachedFile(string Key, string Name, string ContentType, byte[] Content);

/// <summary>What a person wrote into a form, as the browser sent it.</summary>
public sealed record RawAnswers(IReadOnlyDictionary<string, string[]> Values, IReadOnlyList<AttachedFile> Files)
{
    public static RawAnswers None { get; } = new(new Dictionary<string, string[]>(), []);

    public IReadOnlyList<string> All(string key) => [.. (Values.GetValueOrDefault(key) ?? []).Where(value => value.Length > 0)];

    /// <summary>The same with a row more in a repeated group, after the others; a group that is full gets none.</summary>
    public RawAnswers WithRow(string path)
    {
        var numbers = All(path);
        var next = numbers.Select(text => int.TryParse(text, out var number) ? number + 1 : 0).DefaultIfEmpty().Max();
        return numbers.Count >= FormField.MostRows ? this : With(path, [.. numbers, next.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>The same without a row, which is named by the group's path and its number: <c>people.3</c>.</summary>
    public RawAnswers WithoutRow(string row)
    {
        var dot = row.LastIndexOf('.');
        return dot < 0 ? this : With(row[..dot], [.. All(row[..dot]).Where(number => number != row[(dot + 1)..])]);
    }

    private RawAnswers With(string key, string[] values) =>
        this with
        {
            Values = new Dictionary<string, string[]>(Values) { [key] = values },
        };
}
