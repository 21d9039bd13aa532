using System.Text.RegularExpressions;
using Npgsql;

namespace Reserve.Web.Data.Schema;

/// <summary>
/// What a database is made of, as lines <c>kind name</c> with a definition: <c>column persons.name</c> is <c>text not null</c>.
/// What the program expects is the file <c>Data/catalogue.txt</c>, written by a test from a freshly migrated database.
/// </summary>
internal sealed partial class Catalogue
{
    public const string FileName = "catalogue.txt";
    private const string Resource = "Reserve.Web.Data." + FileName;
    private const string Query = "Reserve.Web.Data.Schema.catalogue.sql";
    private const string Separator = " | ";

    private readonly SortedDictionary<string, string> objects = new(StringComparer.Ordinal);

    public static Catalogue Expected { get; } = Parse(EmbeddedText.Of(Resource));

    public static async Task<Catalogue> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var catalogue = new Catalogue();
        // Definitions name what lies outside the search path with its schema.
        await using var command = new NpgsqlCommand(
            "select set_config('search_path', 'public', true);\n" + EmbeddedText.Of(Query),
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            catalogue.objects.Add(reader.GetString(0), Plain(reader.GetString(1)));
        return catalogue;
    }

    public static Catalogue Parse(string text)
    {
        var catalogue = new Catalogue();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf(Separator, StringComparison.Ordinal);
            catalogue.objects.Add(at < 0 ? line : line[..at], at < 0 ? "" : line[(at + Separator.Length)..]);
        }

        return catalogue;
    }

    public override string ToString() =>
        string.Concat(objects.Select(line => line.Value.Length == 0 ? line.Key + "\n" : line.Key + Separator + line.Value + "\n"));

    /// <summary>
    /// How this one differs from what is expected, a line an object. Of a table that is missing or too many only the table is named.
    /// </summary>
    public IEnumerable<string> DifferencesFrom(Catalogue expected)
    {
        foreach (var (name, definition) in expected.objects)
            if (!objects.TryGetValue(name, out var found))
            {
                if (!BelongsToAbsent(name, objects, expected.objects))
                    yield return "нет " + Genitive(name);
            }
            else if (found != definition)
                yield return $"{Nominative(name)}: в базе «{found}», программа ожидает «{definition}»";

        foreach (var name in objects.Keys.Where(name => !expected.objects.ContainsKey(name)))
            if (!IsHarmless(name) && !BelongsToAbsent(name, expected.objects, objects))
                yield return Extra(name);
    }

    /// <summary>An index that only makes reading faster and a further extension are an administrator's own affair.</summary>
    private bool IsHarmless(string name) =>
        name.StartsWith("extension ", StringComparison.Ordinal)
        || (name.StartsWith("index ", StringComparison.Ordinal) && !objects[name].StartsWith("unique ", StringComparison.Ordinal));

    private static bool BelongsToAbsent(string name, SortedDictionary<string, string> here, SortedDictionary<string, string> there)
    {
        var (kind, rest) = Split(name);
        var owner = kind == "grant" && rest.StartsWith("table ", StringComparison.Ordinal) ? rest[6..].Split(' ')[0] : rest.Split('.')[0];
        return kind is not ("table" or "view") && Absent("table") | Absent("view");

        bool Absent(string of) => there.ContainsKey($"{of} {owner}") && !here.ContainsKey($"{of} {owner}");
    }

    /// <summary>
    /// An expression as it was written first, and as it comes back from a dump (where each element of a list has a cast of its own),
    /// in the same words: without casts to text and the brackets that only they needed.
    /// </summary>
    private static string Plain(string definition)
    {
        definition = CastsToText().Replace(definition, "");
        for (var former = ""; former != definition; )
            (former, definition) = (definition, IdleBrackets().Replace(definition, "$1"));
        return definition;
    }

    [GeneratedRegex(@"::(?:character varying|text)(?:\(\d+\))?(?:\[\])?")]
    private static partial Regex CastsToText();

    [GeneratedRegex(@"(?<!\w)\((\w+|'[^']*'|ARRAY\[[^\]]*\]|\([^()]*\))\)")]
    private static partial Regex IdleBrackets();

    private static (string Kind, string Name) Split(string name) => (name[..name.IndexOf(' ')], name[(name.IndexOf(' ') + 1)..]);

    private static string Nominative(string name)
    {
        var (kind, rest) = Split(name);
        return $"{Words[kind].Nominative} {rest}";
    }

    private static string Genitive(string name)
    {
        var (kind, rest) = Split(name);
        return $"{Words[kind].Genitive} {rest}";
    }

    private static string Extra(string name)
    {
        var (kind, rest) = Split(name);
        return $"{Words[kind].Extra} {Words[kind].Nominative} {rest}";
    }

    private static readonly Dictionary<string, (string Nominative, string Genitive, string Extra)> Words = new()
    {
        ["table"] = ("таблица", "таблицы", "лишняя"),
        ["view"] = ("представление", "представления", "лишнее"),
        ["sequence"] = ("последовательность", "последовательности", "лишняя"),
        ["column"] = ("столбец", "столбца", "лишний"),
        ["constraint"] = ("ограничение", "ограничения", "лишнее"),
        ["index"] = ("индекс", "индекса", "лишний"),
        ["policy"] = ("политика", "политики", "лишняя"),
        ["trigger"] = ("триггер", "триггера", "лишний"),
        ["function"] = ("функция", "функции", "лишняя"),
        ["grant"] = ("право", "права", "лишнее"),
        ["extension"] = ("расширение", "расширения", "лишнее"),
    };
}
