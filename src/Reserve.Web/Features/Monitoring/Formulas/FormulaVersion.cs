using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

public readonly record struct FormulaVersionId(Guid Value) : ITypedId<FormulaVersionId>
{
    public static FormulaVersionId From(Guid value) => new(value);
}

/// <summary>Whether more is better.</summary>
public enum FormulaDirection
{
    Direct,
    Inverse,
}

/// <summary>What a formula says: the text with what is told about its result.</summary>
/// <param name="Text">In FEEL.</param>
/// <param name="Unit">The unit of the result.</param>
/// <param name="Direction">Whether the greatest value is the first or the last.</param>
/// <param name="ValidFrom">The first year that it computes; until the next version that begins later.</param>
/// <param name="Comment">Why it is so.</param>
public sealed record FormulaContent(string Text, string? Unit, FormulaDirection Direction, int ValidFrom, string? Comment);

/// <summary>
/// A published formula. A later version that begins with the same year supersedes it; nothing is overwritten, nothing is deleted.
/// </summary>
public sealed class FormulaVersion
{
    public required FormulaVersionId Id { get; init; }

    public required FormulaTarget Target { get; init; }

    /// <summary>From 1 within the target.</summary>
    public required int Version { get; init; }

    public required string Text { get; init; }

    /// <summary>The names that it reads, in order: with them the text is parsed, whatever is added to the catalogue later.</summary>
    public required string[] Reads { get; init; }

    public string? Unit { get; init; }

    public required FormulaDirection Direction { get; init; }

    public required int ValidFrom { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required string PublishedBy { get; init; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public FormulaContent Content => new(Text, Unit, Direction, ValidFrom, Comment);

    public void Supersede(Stamp stamp) => SupersededAt ??= stamp.At;
}

/// <summary>The one draft of a target's next version.</summary>
public sealed class FormulaDraft
{
    public required FormulaTarget Target { get; init; }

    public required string Text { get; set; }

    public string? Unit { get; set; }

    public required FormulaDirection Direction { get; set; }

    public required int ValidFrom { get; set; }

    public string? Comment { get; set; }

    public required DateTimeOffset SavedAt { get; set; }

    public required string SavedBy { get; set; }

    /// <summary>Grows with each saving, so that two editors do not overwrite each other.</summary>
    public required int RowVersion { get; set; }

    public FormulaContent Content => new(Text, Unit, Direction, ValidFrom, Comment);

    public void Save(FormulaContent content, Stamp stamp)
    {
        (Text, Unit, Direction, ValidFrom, Comment) = content;
        (SavedAt, SavedBy) = (stamp.At, stamp.Name);
        RowVersion++;
    }
}

internal static class FormulaVersions
{
    /// <summary>The versions that are not superseded; a target may have several, from different years on.</summary>
    public static IQueryable<FormulaVersion> PresentFormulas(this ReserveDb db) =>
        db.Set<FormulaVersion>().AsNoTracking().Where(version => version.SupersededAt == null);

    /// <summary>Of each target the version that holds in a year.</summary>
    public static IEnumerable<FormulaVersion> In(this IEnumerable<FormulaVersion> present, int year) =>
        present
            .Where(version => version.ValidFrom <= year)
            .GroupBy(version => version.Target)
            .Select(versions => versions.MaxBy(version => version.ValidFrom)!);
}

internal sealed class FormulaMapping : IEntityTypeConfiguration<FormulaVersion>, IEntityTypeConfiguration<FormulaDraft>
{
    public const int LongestText = 20_000;

    public void Configure(EntityTypeBuilder<FormulaVersion> builder)
    {
        builder.ToTable(
            "formula_versions",
            table =>
            {
                table.HasCheckConstraint("ck_formula_versions_version", "version > 0");
                table.HasCheckConstraint("ck_formula_versions_valid_from", "valid_from between 2000 and 2100");
            }
        );
        builder.Property(version => version.Id).ValueGeneratedNever();
        builder
            .Property(version => version.Target)
            .HasConversion(target => target.ToString(), text => FormulaTarget.Parse(text)!)
            .HasMaxLength(100);
        builder.Property(version => version.Text).HasMaxLength(LongestText);
        builder.Property(version => version.Unit).HasMaxLength(40);
        builder.Property(version => version.Direction).HasConversion<string>().HasMaxLength(20);
        builder.Property(version => version.Comment).HasMaxLength(1000);
        builder.Property(version => version.PublishedBy).HasMaxLength(256);
        builder.Ignore(version => version.Content);
        builder.HasIndex(version => new { version.Target, version.Version }).IsUnique();
        builder
            .HasIndex(version => new { version.Target, version.ValidFrom })
            .IsUnique()
            .HasFilter("superseded_at is null")
            .HasDatabaseName("ux_formula_versions_present");
    }

    public void Configure(EntityTypeBuilder<FormulaDraft> builder)
    {
        builder.ToTable("formula_drafts");
        builder.HasKey(draft => draft.Target);
        builder
            .Property(draft => draft.Target)
            .HasConversion(target => target.ToString(), text => FormulaTarget.Parse(text)!)
            .HasMaxLength(100);
        builder.Property(draft => draft.Text).HasMaxLength(LongestText);
        builder.Property(draft => draft.Unit).HasMaxLength(40);
        builder.Property(draft => draft.Direction).HasConversion<string>().HasMaxLength(20);
        builder.Property(draft => draft.Comment).HasMaxLength(1000);
        builder.Property(draft => draft.SavedBy).HasMaxLength(256);
        builder.Property(draft => draft.RowVersion).IsConcurrencyToken();
        builder.Ignore(draft => draft.Content);
    }
}
