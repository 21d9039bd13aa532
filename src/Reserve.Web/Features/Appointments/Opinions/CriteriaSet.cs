using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Opinions;

public readonly record struct CriteriaSetId(Guid Value) : ITypedId<CriteriaSetId>
{
    public static CriteriaSetId From(Guid value) => new(value);
}

/// <summary>What opinions are given on: each kind has criteria of its own.</summary>
public enum JudgedKind
{
    Appointment,
    Attestation,
    Renewal,
}

/// <summary>One thing that whoever gives an opinion marks.</summary>
/// <param name="Key">By which the mark is found in the set.</param>
/// <param name="Name">What is judged.</param>
/// <param name="Look">What to look at.</param>
/// <param name="Min">The worst mark.</param>
/// <param name="Max">The best mark.</param>
/// <param name="Weight">How much it counts beside the others.</param>
public sealed record Criterion(string Key, string Name, string Look, int Min, int Max, decimal Weight)
{
    /// <summary>Where on the scale a mark lies: 0 the worst, 100 the best.</summary>
    public double Percent(int mark) => 100d * (mark - Min) / (Max - Min);
}

/// <summary>
/// A version of the criteria of a kind, from a day on; it is never changed, because opinions were given by it. Without any criteria it
/// ends those before it.
/// </summary>
[Recorded("Критерии оценки")]
public sealed class CriteriaSet
{
    public CriteriaSetId Id { get; init; }

    [Recorded("Вид дел")]
    public JudgedKind Kind { get; init; }

    /// <summary>Null for all; the nearest one in force is taken.</summary>
    [Recorded("Территория")]
    public string? ForTerritory { get; init; }

    [Recorded("Действуют с")]
    public DateOnly ValidFrom { get; init; }

    /// <summary>By which act or on whose word.</summary>
    [Recorded("Основание")]
    public string Ground { get; init; } = "";

    public IReadOnlyList<Criterion> Criteria { get; init; } = [];

    public DateTimeOffset SavedAt { get; init; }

    public string SavedBy { get; init; } = "";
}

internal sealed class CriteriaSetMapping : IEntityTypeConfiguration<CriteriaSet>
{
    public void Configure(EntityTypeBuilder<CriteriaSet> builder)
    {
        builder.ToTable("criteria_sets");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.ForTerritory).HasMaxLength(20).UseCollation("C");
        builder.Property(row => row.Ground).HasMaxLength(500);
        builder.Property(row => row.SavedBy).HasMaxLength(256);
        builder.HasOne<Territory>().WithMany().HasForeignKey(row => row.ForTerritory).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.Kind, row.ValidFrom });
        builder
            .Property(row => row.Criteria)
            .HasColumnType("jsonb")
            .HasConversion(
                criteria => JsonSerializer.Serialize(criteria, JsonSerializerOptions.Web),
                text => JsonSerializer.Deserialize<List<Criterion>>(text, JsonSerializerOptions.Web)!,
                new ValueComparer<IReadOnlyList<Criterion>>(
                    (one, other) => one!.SequenceEqual(other!),
                    criteria => criteria.Count,
                    criteria => criteria.ToList()
                )
            );
    }
}
