using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring;

/// <summary>The indicators of an order, valid from a day to a day. Orders are replaced often, so nothing about them is code.</summary>
public sealed class IndicatorSet
{
    /// <summary>As "R-139-2023".</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required DateOnly ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    /// <summary>How many indicators the order has; those known here may be fewer.</summary>
    public int? Declared { get; set; }

    public List<IndicatorGroup> Groups { get; init; } = [];

    public List<Indicator> Indicators { get; init; } = [];
}

/// <summary>A group of a set's indicators with its share of the total.</summary>
public sealed class IndicatorGroup
{
    public required string IndicatorSetCode { get; init; }

    /// <summary>One of <see cref="Measure.Groups"/>.</summary>
    public required string Code { get; init; }

    public required int Ordinal { get; set; }

    /// <summary>Per cent of the total; null when not known.</summary>
    public decimal? Weight { get; set; }

    public int? Declared { get; set; }
}

public sealed class Indicator
{
    public required string IndicatorSetCode { get; init; }

    public required int Number { get; init; }

    public required string Name { get; set; }

    public string? Unit { get; set; }

    /// <summary>A group's code; null where the source does not say.</summary>
    public string? GroupCode { get; set; }

    public string? Motivation { get; set; }

    public string? OwnerDepartment { get; set; }
}

/// <summary>An indicator's value in a territory for a year, as loaded. Seen like a rating of the region.</summary>
internal sealed class IndicatorValue
{
    public required string IndicatorSetCode { get; init; }

    public required int Number { get; init; }

    public required string Place { get; init; }

    public required int Period { get; init; }

    /// <summary>The territory in whose comparison the place stands.</summary>
    public required string Region { get; init; }

    public required decimal Value { get; set; }

    public required string Source { get; set; }

    public required DateTimeOffset LoadedAt { get; set; }

    public required string LoadedBy { get; set; }
}

internal sealed class IndicatorMapping
    : IEntityTypeConfiguration<IndicatorSet>,
        IEntityTypeConfiguration<IndicatorGroup>,
        IEntityTypeConfiguration<Indicator>,
        IEntityTypeConfiguration<IndicatorValue>
{
    public void Configure(EntityTypeBuilder<IndicatorSet> builder)
    {
        builder.ToTable(
            "indicator_sets",
            table => table.HasCheckConstraint("ck_indicator_sets_validity", "valid_to is null or valid_to >= valid_from")
        );
        builder.HasKey(set => set.Code);
        builder.Property(set => set.Code).HasMaxLength(40);
        builder.Property(set => set.Name).HasMaxLength(500);
        builder.HasMany(set => set.Groups).WithOne().HasForeignKey(group => group.IndicatorSetCode);
        builder.HasMany(set => set.Indicators).WithOne().HasForeignKey(indicator => indicator.IndicatorSetCode);
    }

    public void Configure(EntityTypeBuilder<IndicatorGroup> builder)
    {
        builder.ToTable("indicator_groups", table => table.HasCheckConstraint("ck_indicator_groups_weight", "weight between 0 and 100"));
        builder.HasKey(group => new { group.IndicatorSetCode, group.Code });
        builder.Property(group => group.Code).HasMaxLength(40);
        builder.Property(group => group.Weight).HasPrecision(7, 4);
    }

    public void Configure(EntityTypeBuilder<Indicator> builder)
    {
        builder.ToTable("indicators", table => table.HasCheckConstraint("ck_indicators_number", "number > 0"));
        builder.HasKey(indicator => new { indicator.IndicatorSetCode, indicator.Number });
        builder.Property(indicator => indicator.Name).HasMaxLength(1000);
        builder.Property(indicator => indicator.Unit).HasMaxLength(40);
        builder.Property(indicator => indicator.GroupCode).HasMaxLength(40);
        builder.Property(indicator => indicator.Motivation).HasMaxLength(2000);
        builder.Property(indicator => indicator.OwnerDepartment).HasMaxLength(500);
    }

    public void Configure(EntityTypeBuilder<IndicatorValue> builder)
    {
        builder.ToTable("indicator_values");
        builder.HasKey(value => new
        {
            value.IndicatorSetCode,
            value.Number,
            value.Place,
            value.Period,
        });
        builder.Property(value => value.Place).HasMaxLength(20).UseCollation("C");
        builder.Property(value => value.Region).HasMaxLength(20).UseCollation("C");
        builder.Property(value => value.Value).HasPrecision(18, 6);
        builder.Property(value => value.Source).HasMaxLength(500);
        builder.Property(value => value.LoadedBy).HasMaxLength(256);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(value => new { value.IndicatorSetCode, value.Number });
        builder.HasOne<Territory>().WithMany().HasForeignKey(value => value.Place).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(value => value.Place);
    }
}
