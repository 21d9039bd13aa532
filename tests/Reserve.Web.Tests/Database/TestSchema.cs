using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Tests.Database;

/// <summary>What the template database holds before the first test: the schema and what is seeded with it.</summary>
internal static class TestSchema
{
    public static Task Apply(string connectionString) =>
        Migrator.Migrate(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
