using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring;

public readonly record struct BandSetId(Guid Value) : ITypedId<BandSetId>
{
    public static BandSetId From(Guid value) => new(value);
}

/// <summary>
/// The bands of effectiveness that hold in a territory from a day on; a later set ends the former. Not secret: everybody sees them.
/// </summary>
public sealed class BandSet
{
    public required BandSetId Id { get; init; }

    /// <summary>The territory in which they hold, with everything below it that has none of its own.</summary>
    public required string Region { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public required string LoadedBy { get; init; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public List<EffectivenessBand> Bands { get; init; } = [];

    public void Supersede(Stamp stamp) => SupersededAt ??= stamp.At;

    /// <summary>The band of a percentage, by whole percents; null when none holds it.</summary>
    public EffectivenessBand? Of(decimal? percent)
    {
        if (percent is not { } given)
            return null;
        var whole = Math.Round(given, MidpointRounding.AwayFromZero);
        return Bands.Find(band => whole >= band.PercentFrom && whole <= band.PercentTo);
    }
}

public sealed class EffectivenessBand
{
    public required BandSetId BandSetId { get; init; }

    /// <summary>Its place from the lowest, from 1.</summary>
    public required int Ordinal { get; init; }

    public required string Code { get; init; }

    /// <summary>red, orange, yellow, green: the tone beside the word.</summary>
    public required string Colour { get; init; }

    public required int PercentFrom { get; init; }

    public required int PercentTo { get; init; }

    /// <summary>The printed ranges of points per measure, as "8-16".</summary>
    public Dictionary<string, string> Points { get; init; } = [];

    /// <summary>For the user, in Russian.</summary>
    public string Name =>
        Code switch
        {
            "low" => "низкий",
            "medium" => "средний",
            "above_medium" => "выше среднего",
            "high" => "высокий",
            _ => Code,
        };
}

internal sealed class BandMapping : IEntityTypeConfiguration<BandSet>, IEntityTypeConfiguration<EffectivenessBand>
{
    public void Configure(EntityTypeBuilder<BandSet> builder)
    {
        builder.ToTable("band_sets");
        builder.Property(set => set.Id).ValueGeneratedNever();
        builder.Property(set => set.Region).HasMaxLength(20).UseCollation("C");
        builder.Property(set => set.Source).HasMaxLength(500);
        builder.Property(set => set.LoadedBy).HasMaxLength(256);
        builder.HasOne<Territory>().WithMany().HasForeignKey(set => set.Region).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(set => set.Bands).WithOne().HasForeignKey(band => band.BandSetId);
        builder
            .HasIndex(set => new { set.Region, set.ValidFrom })
            .IsUnique()
            .HasFilter("superseded_at is null")
            .HasDatabaseName("ux_band_sets_present");
    }

    public void Configure(EntityTypeBuilder<EffectivenessBand> builder)
    {
        builder.ToTable(
            "effectiveness_bands",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_effectiveness_bands_percent",
                    "0 <= percent_from and percent_from <= percent_to and percent_to <= 100"
                );
                table.HasCheckConstraint("ck_effectiveness_bands_colour", "colour in ('red', 'orange', 'yellow', 'green')");
            }
        );
        builder.HasKey(band => new { band.BandSetId, band.Ordinal });
        builder.Property(band => band.Code).HasMaxLength(40);
        builder.Property(band => band.Colour).HasMaxLength(10);
        builder
            .Property(band => band.Points)
            .HasColumnType("jsonb")
            .HasConversion(
                points => System.Text.Json.JsonSerializer.Serialize(points, (System.Text.Json.JsonSerializerOptions?)null),
                text =>
                    System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
                        text,
                        (System.Text.Json.JsonSerializerOptions?)null
                    )!,
                new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<Dictionary<string, string>>(
                    (one, other) =>
                        one!.Count == other!.Count && one.All(pair => other.ContainsKey(pair.Key) && other[pair.Key] == pair.Value),
                    points => points.Count,
                    points => new Dictionary<string, string>(points)
                )
            );
    }
}
