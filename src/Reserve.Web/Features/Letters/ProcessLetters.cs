using Reserve.Documents.Letters;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// Writes the letters of a process that the program itself sends: those of the version in force in a territory, which administrators
/// change; where that version has none of the name, those that the program ships.
/// </summary>
internal sealed class ProcessLetters(ReserveDb db, ProcessCatalog catalog, TimeProvider clock)
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>Whether there is a letter of this name.</summary>
    public async Task<bool> Has(string process, string name, string territory, CancellationToken cancellationToken) =>
        await Text(process, name, territory, cancellationToken) is not null;

    /// <summary>The letter, filled.</summary>
    /// <exception cref="LetterTemplateException">The letter has mistakes or asks for what the record does not have.</exception>
    public async Task<WrittenLetter> Write(
        string process,
        string name,
        string territory,
        LetterRecord record,
        CancellationToken cancellationToken
    )
    {
        var text =
            await Text(process, name, territory, cancellationToken)
            ?? throw new FileNotFoundException("A process has no such letter.", name);
        return LetterFiles.Write($"{process}/{PathOf(name)}", text, record.Data(), clock.GetLocalNow());
    }

    /// <summary>The path of a letter within its bundle.</summary>
    public static string PathOf(string name) => $"letters/{name}.md";

    private async Task<string?> Text(string process, string name, string territory, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        // The name may come from a drawing: it is looked for in no other folder.
        if (BundleFile.KindOf(path) != BundleFileKind.Letter)
            return null;
        // The outbox sends outside of any command.
        await using var reading = await db.Reading(cancellationToken);
        var session = new RuntimeSession(db);
        if (
            await ProcessCatalog.Newest(process, territory, session, cancellationToken) is { } version
            && (await catalog.Get(version, session, cancellationToken)).Files.TryGetValue(path, out var own)
        )
            return own;
        var shipped = Path.Combine(Shipped, process, path);
        return File.Exists(shipped) ? await File.ReadAllTextAsync(shipped, cancellationToken) : null;
    }
}
