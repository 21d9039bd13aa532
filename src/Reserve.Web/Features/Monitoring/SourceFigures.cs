using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Engine.Feel;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring;

/// <summary>A figure that indicators are computed from, as statistical forms give it. Formulas read it by its name.</summary>
public sealed partial class SourceFigure
{
    /// <summary>Its name in formulas, in Russian, for instance «педагогические работники до 35 лет».</summary>
    public required string Name { get; init; }

    public string? Unit { get; set; }

    /// <summary>The form or the authority that it comes from, as «ОО-1»; null where no source says.</summary>
    public string? Form { get; set; }

    public string? OwnerDepartment { get; set; }

    public string? Note { get; set; }

    /// <summary>
    /// Whether formulas can read a figure of this name: words with one blank or hyphen between them, none of FEEL's own and not an
    /// indicator's.
    /// </summary>
    public static bool CanName(string name) =>
        Words().IsMatch(name)
        && !OfIndicator().IsMatch(name)
        && FeelExpression.Parse(name, [name]).Expression is { FreeVariables: [var read] }
        && read == name;

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*([ –-][\p{L}\p{N}_]+)*$")]
    private static partial Regex Words();

    [GeneratedRegex("^показатель [0-9]+$")]
    private static partial Regex OfIndicator();
}

/// <summary>A figure's value in a territory for a year, as loaded. Seen like an indicator's value.</summary>
internal sealed class SourceFigureValue
{
    public required string Figure { get; init; }

    public required string Place { get; init; }

    public required int Period { get; init; }

    /// <summary>The territory in whose comparison the place stands.</summary>
    public required string Region { get; init; }

    public required decimal Value { get; set; }

    public required string Source { get; set; }

    public required DateTimeOffset LoadedAt { get; set; }

    public required string LoadedBy { get; set; }
}

internal sealed class SourceFigureMapping : IEntityTypeConfiguration<SourceFigure>, IEntityTypeConfiguration<SourceFigureValue>
{
    public void Configure(EntityTypeBuilder<SourceFigure> builder)
    {
        builder.ToTable("source_figures");
        builder.HasKey(figure => figure.Name);
        builder.Property(figure => figure.Name).HasMaxLength(300);
        builder.Property(figure => figure.Unit).HasMaxLength(40);
        builder.Property(figure => figure.Form).HasMaxLength(100);
        builder.Property(figure => figure.OwnerDepartment).HasMaxLength(500);
        builder.Property(figure => figure.Note).HasMaxLength(500);
    }

    public void Configure(EntityTypeBuilder<SourceFigureValue> builder)
    {
        builder.ToTable(
            "source_figure_values",
            table => table.HasCheckConstraint("ck_source_figure_values_period", "period between 2000 and 2100")
        );
        builder.HasKey(value => new
        {
            value.Figure,
            value.Place,
            value.Period,
        });
        builder.Property(value => value.Place).HasMaxLength(20).UseCollation("C");
        builder.Property(value => value.Region).HasMaxLength(20).UseCollation("C");
        builder.Property(value => value.Value).HasPrecision(18, 6);
        builder.Property(value => value.Source).HasMaxLength(500);
        builder.Property(value => value.LoadedBy).HasMaxLength(256);
        builder.HasOne<SourceFigure>().WithMany().HasForeignKey(value => value.Figure).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Territory>().WithMany().HasForeignKey(value => value.Place).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(value => new { value.Region, value.Period });
    }
}
