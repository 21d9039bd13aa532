using Reserve.Web.Data.Cluster;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Verbs;

/// <summary>A program that meets another schema than its own does not work on it: it says what differs and what to do.</summary>
internal static class SchemaRefusal
{
    /// <summary>Whether the schema differs; then every difference stands on standard error, a line each.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="dataFolder">The folder of the private cluster, where the database lies unless another is given.</param>
    public static async Task<bool> Refuses(string connectionString, string dataFolder)
    {
        var state = await SchemaCheck.Look(connectionString);
        if (state.Fits)
            return false;
        await Console.Error.WriteLineAsync("Схема базы не та, которой ждёт программа:");
        foreach (var difference in state.Differences)
            await Console.Error.WriteLineAsync("  " + difference);
        var given = Environment.GetEnvironmentVariable(LocalDatabase.Variable) is { Length: > 0 };
        await Console.Error.WriteLineAsync(state.Advice("./reserve migrate" + (given ? "" : $" --data {dataFolder}")));
        return true;
    }
}
