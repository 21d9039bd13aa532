using System.Text.Json;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>Where the journal's chain ended when this node looked last, kept in a file of the data folder.</summary>
internal sealed record ChainEnd(long Seal, string Hash)
{
    private const string FileName = "journal-end.json";

    public static void Note(string folder, ChainEnd end)
    {
        var path = Path.Combine(folder, FileName);
        var half = path + ".tmp";
        File.Delete(half);
        ClosedFiles.Make(half, JsonSerializer.Serialize(end));
        File.Move(half, path, overwrite: true);
    }

    /// <summary>What was noted; null when nothing was, or the note cannot be read.</summary>
    public static ChainEnd? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ChainEnd>(File.ReadAllText(Path.Combine(folder, FileName)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A database that was brought back from a backup ends earlier.</summary>
    public static void Forget(string folder) => File.Delete(Path.Combine(folder, FileName));
}
