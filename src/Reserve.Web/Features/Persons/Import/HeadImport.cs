using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons.Import;

internal readonly record struct HeadImportId(Guid Value) : ITypedId<HeadImportId>
{
    public static HeadImportId From(Guid value) => new(value);
}

/// <summary>
/// A file of heads between its preview and its confirmation. It is kept for a day at most, and no longer than until it was loaded.
/// </summary>
internal sealed class HeadImport : ITerritorial
{
    public required HeadImportId Id { get; init; }

    public required string Territory { get; init; }

    public required Guid UserId { get; init; }

    public required string FileName { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>The rows as read, JSON.</summary>
    public required string Rows { get; init; }
}

internal sealed class HeadImportMapping : IEntityTypeConfiguration<HeadImport>
{
    public void Configure(EntityTypeBuilder<HeadImport> builder)
    {
        builder.ToTable("head_imports");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.FileName).HasMaxLength(200);
        builder.Property(row => row.Rows).HasColumnType("jsonb");
        builder.HasIndex(row => row.UploadedAt);
    }
}
