namespace Reserve.Web.Data.Schema;

/// <summary>The database has been upgraded by a newer program; this one must not touch it.</summary>
internal sealed class NewerDatabaseException(IEnumerable<string> unknown)
    : Exception($"База новее программы, обновите программу. Ей не знакомы: {string.Join(", ", unknown)}.");
