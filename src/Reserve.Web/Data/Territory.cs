using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Reserve.Web.Data;

public enum TerritoryKind
{
    Federation,
    Region,
    Municipality,
}

/// <summary>The federation, a region, or a municipality. The rows come from <c>Sql/010-territories.sql</c>.</summary>
public sealed class Territory
{
    /// <summary>The path of the whole federation: the widest scope there is.</summary>
    public const string Federation = "RU";

    public required string Path { get; init; }

    public required string Name { get; init; }

    public required TerritoryKind Kind { get; init; }

    public string? Parent { get; init; }

    /// <summary>Other spellings of the name, as printed in published tables.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Whether a person with this scope sees a row of that territory.</summary>
    public static bool Covers(string? scope, string path) =>
        !string.IsNullOrEmpty(scope)
        && path.StartsWith(scope, StringComparison.Ordinal)
        && (path.Length == scope.Length || path[scope.Length] == '.');

    /// <summary>The region of a path: <c>RU.74</c> for <c>RU.74.01</c>; the federation for itself.</summary>
    public static string RegionOf(string path) => string.Join('.', path.Split('.').Take(2));
}

internal sealed class TerritoryMapping : IEntityTypeConfiguration<Territory>
{
    public void Configure(EntityTypeBuilder<Territory> builder)
    {
        builder.ToTable(
            "territories",
            table =>
            {
                table.HasCheckConstraint("ck_territories_path", @"path ~ '^RU(\.[0-9]{2}(\.[0-9]{2})?)?$'");
                table.HasCheckConstraint(
                    "ck_territories_parent",
                    @"parent is not distinct from nullif(regexp_replace(path, '\.?[^.]+$', ''), '')"
                );
            }
        );
        builder.HasKey(territory => territory.Path);
        builder.Property(territory => territory.Path).HasMaxLength(20).UseCollation("C");
        builder.Property(territory => territory.Parent).HasMaxLength(20).UseCollation("C");
        builder.Property(territory => territory.Name).HasMaxLength(200);
        builder.Property(territory => territory.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Territory>().WithMany().HasForeignKey(territory => territory.Parent).OnDelete(DeleteBehavior.Restrict);
    }
}
