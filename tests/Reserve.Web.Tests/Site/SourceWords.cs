using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>The Russian sentences of the sources: none of them may be read on an English page.</summary>
internal static partial class SourceWords
{
    private const int Shortest = 12;

    /// <summary>Folders whose texts become data: the demonstration and what tables are filled with.</summary>
    private static readonly string[] OfData = ["Demo", "Data", "Verbs"];

    private static readonly Lazy<IReadOnlyList<string>> All = new(Read);

    public static IReadOnlyList<string> Among(IEnumerable<string> lines) =>
        [
            .. lines
                .Where(line => Cyrillic().IsMatch(line))
                .Distinct()
                .SelectMany(line =>
                    All.Value.Where(said => line.Contains(said, StringComparison.Ordinal)).Take(1).Select(said => $"{said} in: {line}")
                )
                .Distinct(),
        ];

    private static List<string> Read()
    {
        var root = Path.Combine(Repository.Root, "src", "Reserve.Web");
        return
        [
            .. Directory
                .EnumerateFiles(root, "*.cs*", SearchOption.AllDirectories)
                .Where(file => !OfData.Contains(Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0]))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
                .SelectMany(literal => Hole().Split(literal))
                .Select(part => part.Trim(' ', ',', '.', ':', ';'))
                .Where(part => part.Length >= Shortest && part.Contains(' ', StringComparison.Ordinal) && Cyrillic().IsMatch(part))
                .Where(part => !part.Contains('|', StringComparison.Ordinal))
                .Distinct(),
        ];
    }

    [GeneratedRegex("\"([^\"\\\\\n]*[А-Яа-я][^\"\\\\\n]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Hole();

    [GeneratedRegex("[А-Яа-яЁё]")]
    private static partial Regex Cyrillic();
}
