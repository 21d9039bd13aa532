namespace Reserve.Web.Data;

/// <summary>What <see cref="Migrator"/> has applied, in order; both empty when the database was up to date.</summary>
internal sealed record Migrated(IReadOnlyList<string> Migrations, IReadOnlyList<string> Scripts);
