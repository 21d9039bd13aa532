using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

public readonly record struct CurrentHeadId(Guid Value) : ITypedId<CurrentHeadId>
{
    public static CurrentHeadId From(Guid value) => new(value);
}

/// <summary>A person who holds, held or will hold posts of a territory: the base of heads.</summary>
public sealed class CurrentHead : ITerritorial
{
    public CurrentHeadId Id { get; init; }

    public string Territory { get; init; } = "";

    public string PersonName { get; init; } = "";

    /// <summary>Whose record; null in what the release before has written.</summary>
    public PersonId? PersonId { get; set; }

    public Guid? CandidateId { get; init; }

    public List<Tenure> Tenures { get; } = [];
}

internal sealed class CurrentHeadMapping : IEntityTypeConfiguration<CurrentHead>
{
    public void Configure(EntityTypeBuilder<CurrentHead> builder)
    {
        builder.ToTable("current_heads");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.PersonName).HasMaxLength(200);
        builder.HasMany(row => row.Tenures).WithOne().HasForeignKey(row => row.HeadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.PersonName);
    }
}
