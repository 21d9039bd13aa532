using System.Text.Json;
using Reserve.Engine.Feel;

namespace Reserve.Web.Verbs;

/// <summary>The file behind <c>--context</c>: a JSON object of variables.</summary>
internal static class ContextFile
{
    /// <summary>The variables, or null after saying on standard error what is wrong with the file.</summary>
    public static async Task<FeelContext?> Read(string file, Func<JsonElement, FeelContext?> read)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var json = await JsonDocument.ParseAsync(stream);
            if (read(json.RootElement) is { } context)
                return context;
            await Console.Error.WriteLineAsync($"{file}: ожидался объект JSON");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: не читается: {problem.Message}");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Texts that are no Unicode come to light only when they are taken, as InvalidOperationException.
            await Console.Error.WriteLineAsync($"{file}: это не JSON: {problem.Message}");
        }

        return null;
    }
}
