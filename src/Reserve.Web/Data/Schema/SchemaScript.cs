using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Reserve.Web.Data.Schema;

/// <summary>
/// A numbered script of <c>Data/Sql</c>: what EF Core cannot say (policies, grants, functions, tables read by raw SQL). It runs once,
/// and again when its text has changed. Those from 900 on say who may do what with whatever tables there are, so that they also run
/// again after every other change of the schema.
/// </summary>
/// <param name="Name">Its file name; scripts run in the order of names.</param>
/// <param name="Text">The statements, which must bear being run again.</param>
internal sealed record SchemaScript(string Name, string Text)
{
    private const string FirstThatFollows = "900";
    private const string Folder = "Reserve.Web.Data.Sql.";
    private const string MarkOfApart = "-- apart:";
    private const string Concurrently = " concurrently";

    /// <summary>The scripts of this program, in order.</summary>
    public static IReadOnlyList<SchemaScript> All { get; } = Read();

    public string Hash { get; } = HashOf(Text);

    public bool FollowsSchema { get; } = string.CompareOrdinal(Name, FirstThatFollows) >= 0;

    /// <summary>
    /// Its first line begins with <c>-- apart:</c>. Such a script builds indexes <c>concurrently</c>, which PostgreSQL refuses inside a
    /// transaction: its statements run one by one after the others have been committed.
    /// </summary>
    public bool IsApart { get; } = Text.StartsWith(MarkOfApart, StringComparison.Ordinal);

    /// <summary>For a database that nobody uses yet: builds the same at once, inside a transaction.</summary>
    public string AtOnce => Text.Replace(Concurrently, "", StringComparison.Ordinal);

    /// <summary>Each ends with a semicolon at the end of a line.</summary>
    public IEnumerable<string> Statements => Text.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Another value whenever anything of the schema is another.</summary>
    public static string SchemaHash(IEnumerable<string> migrations, IEnumerable<SchemaScript> scripts) =>
        HashOf(string.Join('\n', [.. migrations, .. scripts.Select(script => script.Hash)]));

    private static SchemaScript[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SchemaScript(name[Folder.Length..], EmbeddedText.Of(name))),
        ];
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
