using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

internal readonly record struct CurrentHeadId(Guid Value) : ITypedId<CurrentHeadId>
{
    public static CurrentHeadId From(Guid value) => new(value);
}

/// <summary>A person who heads, or headed, a municipal education authority.</summary>
internal sealed class CurrentHead : ITerritorial
{
    public CurrentHeadId Id { get; init; }

    public string Territory { get; init; } = "";

    public string PersonName { get; init; } = "";

    public Guid? CandidateId { get; init; }

    public List<Tenure> Tenures { get; } = [];

    /// <summary>Whoever a case is about: by the entry in the reserve, or by the name.</summary>
    public static Expression<Func<CurrentHead, bool>> Of(AppointmentCase appointment) =>
        Of(appointment.PersonName, appointment.CandidateId);

    /// <summary>A person by the entry in the reserve, or by the name.</summary>
    public static Expression<Func<CurrentHead, bool>> Of(string personName, Guid? candidate) =>
        head => head.PersonName == personName || (candidate != null && head.CandidateId == candidate);
}

internal readonly record struct TenureId(Guid Value) : ITypedId<TenureId>
{
    public static TenureId From(Guid value) => new(value);
}

/// <summary>The time in one position; an open one is the present head.</summary>
[Recorded("Пребывание в должности")]
internal sealed class Tenure : ITerritorial
{
    public TenureId Id { get; init; }

    public CurrentHeadId HeadId { get; init; }

    public string Territory { get; init; } = "";

    public string Position { get; init; } = "";

    public DateOnly StartsOn { get; init; }

    /// <summary>The last day; null while the person is in office.</summary>
    [Recorded("Окончено")]
    public DateOnly? EndsOn { get; private set; }

    public string ActNumber { get; init; } = "";

    public DateOnly ActDate { get; init; }

    public AppointmentCaseId? CaseId { get; init; }

    /// <summary>Ends when the successor begins; never before it began.</summary>
    public void EndBefore(DateOnly successorStarts) => EndsOn = successorStarts > StartsOn ? successorStarts.AddDays(-1) : StartsOn;
}

internal sealed class CurrentHeadMapping : IEntityTypeConfiguration<CurrentHead>, IEntityTypeConfiguration<Tenure>
{
    public void Configure(EntityTypeBuilder<CurrentHead> builder)
    {
        builder.ToTable("current_heads");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.PersonName).HasMaxLength(200);
        builder.HasMany(row => row.Tenures).WithOne().HasForeignKey(row => row.HeadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.PersonName);
    }

    public void Configure(EntityTypeBuilder<Tenure> builder)
    {
        builder.ToTable("tenures", table => table.HasCheckConstraint("ck_tenures_term", "ends_on is null or ends_on >= starts_on"));
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Position).HasMaxLength(300);
        builder.Property(row => row.ActNumber).HasMaxLength(50);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        // One head in one position at a time.
        builder.HasIndex(row => new { row.Territory, row.Position }).IsUnique().HasFilter("ends_on is null");
        builder.HasIndex(row => row.CaseId).IsUnique();
    }
}
