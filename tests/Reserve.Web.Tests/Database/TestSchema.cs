using Npgsql;

namespace Reserve.Web.Tests.Database;

/// <summary>What the template database holds before the first test: the schema and what is seeded with it.</summary>
internal static class TestSchema
{
    public static async Task Apply(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
    }
}
