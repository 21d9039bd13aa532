using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring;

public readonly record struct RatingId(Guid Value) : ITypedId<RatingId>
{
    public static RatingId From(Guid value) => new(value);
}

public enum RatingKind
{
    /// <summary>The municipalities of one region beside each other.</summary>
    Municipal,

    /// <summary>The regions of the federation beside each other.</summary>
    Regional,
}

/// <summary>
/// A published rating of territories for a year, as loaded. A later load of the same year supersedes it; nothing is overwritten.
/// Who sees it: everybody within its region and above (a rating lives from comparison), so the regions' rating is seen by all.
/// That is a policy of its own (<c>Sql/910-monitoring.sql</c>) and <see cref="Ratings.VisibleTo"/>, not <see cref="ITerritorial"/>.
/// </summary>
public sealed class Rating
{
    public required RatingId Id { get; init; }

    public required RatingKind Kind { get; init; }

    /// <summary>The territory whose parts are compared: a region, or the federation.</summary>
    public required string Region { get; init; }

    public required int Period { get; init; }

    public required string Source { get; init; }

    /// <summary>As of which date the source's figures are; null when it does not say.</summary>
    public DateOnly? AsOf { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public required string LoadedBy { get; init; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public List<RatingScore> Scores { get; init; } = [];

    public void Supersede(Stamp stamp) => SupersededAt ??= stamp.At;
}

/// <summary>A territory's figures in one measure. Missing is null, never zero.</summary>
public sealed class RatingScore
{
    public required RatingId RatingId { get; init; }

    /// <summary>The territory's path.</summary>
    public required string Place { get; init; }

    public required string Measure { get; init; }

    public required string Region { get; init; }

    public decimal? Percent { get; init; }

    public decimal? Points { get; init; }

    /// <summary>As printed: given by the source, which knows the unrounded scores.</summary>
    public int? Rank { get; init; }
}

internal static class Ratings
{
    /// <summary>The present ratings that a scope sees: its own, those below, and those in whose comparison it stands.</summary>
    public static IQueryable<Rating> PresentRatings(this ReserveDb db) =>
        db.Set<Rating>().VisibleTo(db.Scope).Where(rating => rating.SupersededAt == null);

    public static IQueryable<Rating> VisibleTo(this IQueryable<Rating> ratings, string? scope) =>
        ratings.Where(rating =>
            scope != null
            && (rating.Region == scope || rating.Region.StartsWith(scope + ".") || (scope + ".").StartsWith(rating.Region + "."))
        );
}

internal sealed class RatingMapping : IEntityTypeConfiguration<Rating>, IEntityTypeConfiguration<RatingScore>
{
    public void Configure(EntityTypeBuilder<Rating> builder)
    {
        builder.ToTable("ratings", table => table.HasCheckConstraint("ck_ratings_period", "period between 2000 and 2100"));
        builder.Property(rating => rating.Id).ValueGeneratedNever();
        builder.Property(rating => rating.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(rating => rating.Region).HasMaxLength(20).UseCollation("C");
        builder.Property(rating => rating.Source).HasMaxLength(500);
        builder.Property(rating => rating.LoadedBy).HasMaxLength(256);
        builder.HasOne<Territory>().WithMany().HasForeignKey(rating => rating.Region).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(rating => rating.Scores).WithOne().HasForeignKey(score => score.RatingId);
        builder
            .HasIndex(rating => new
            {
                rating.Kind,
                rating.Region,
                rating.Period,
            })
            .IsUnique()
            .HasFilter("superseded_at is null")
            .HasDatabaseName("ux_ratings_present");
    }

    public void Configure(EntityTypeBuilder<RatingScore> builder)
    {
        builder.ToTable(
            "rating_scores",
            table =>
            {
                table.HasCheckConstraint("ck_rating_scores_percent", "percent between 0 and 100");
                table.HasCheckConstraint("ck_rating_scores_rank", "rank > 0");
            }
        );
        builder.HasKey(score => new
        {
            score.RatingId,
            score.Place,
            score.Measure,
        });
        builder.Property(score => score.Place).HasMaxLength(20).UseCollation("C");
        builder.Property(score => score.Region).HasMaxLength(20).UseCollation("C");
        builder.Property(score => score.Measure).HasMaxLength(40);
        builder.Property(score => score.Percent).HasPrecision(7, 4);
        builder.Property(score => score.Points).HasPrecision(12, 4);
        builder.HasOne<Territory>().WithMany().HasForeignKey(score => score.Place).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(score => score.Place);
    }
}
