using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

public readonly record struct TenureId(Guid Value) : ITypedId<TenureId>
{
    public static TenureId From(Guid value) => new(value);
}

/// <summary>The time in one post; an open one is the present holder's, one that has not begun the next one's.</summary>
[Recorded("Пребывание в должности")]
public sealed class Tenure : ITerritorial
{
    public TenureId Id { get; init; }

    public CurrentHeadId HeadId { get; init; }

    public string Territory { get; init; } = "";

    /// <summary>As the act words it.</summary>
    [Recorded("Должность")]
    public string Position { get; set; } = "";

    /// <summary>The post of the directory; null in tenures from before the directory.</summary>
    [Recorded("Должность справочника")]
    public PostId? PostId { get; set; }

    /// <summary>The school, where the post is in one; empty else.</summary>
    [Recorded("Организация")]
    public string Organization { get; set; } = "";

    /// <summary>Nobody else holds the post there in this time: the database refuses it.</summary>
    public bool IsSingle { get; set; }

    [Recorded("Начало")]
    public DateOnly StartsOn { get; set; }

    /// <summary>The last day; null while the person is in office.</summary>
    [Recorded("Окончено")]
    public DateOnly? EndsOn { get; private set; }

    [Recorded("Номер акта")]
    public string ActNumber { get; set; } = "";

    [Recorded("Дата акта")]
    public DateOnly ActDate { get; set; }

    /// <summary>The act of dismissal: number, date and reason.</summary>
    [Recorded("Акт об освобождении")]
    public string? EndActNumber { get; private set; }

    [Recorded("Дата акта об освобождении")]
    public DateOnly? EndActDate { get; private set; }

    [Recorded("Причина освобождения")]
    public string? EndReason { get; private set; }

    /// <summary>The approval that led to it.</summary>
    public Guid? CaseId { get; init; }

    public bool IsOn(DateOnly day) => StartsOn <= day && (EndsOn is null || EndsOn >= day);

    /// <summary>Ends the day before another begins; never before it began itself.</summary>
    public void EndBefore(DateOnly successorStarts) => EndsOn = successorStarts > StartsOn ? successorStarts.AddDays(-1) : StartsOn;

    public void End(DateOnly? lastDay, string? actNumber = null, DateOnly? actDate = null, string? reason = null) =>
        (EndsOn, EndActNumber, EndActDate, EndReason) = (lastDay, actNumber, actDate, reason);
}

internal sealed class TenureMapping : IEntityTypeConfiguration<Tenure>
{
    public void Configure(EntityTypeBuilder<Tenure> builder)
    {
        builder.ToTable("tenures", table => table.HasCheckConstraint("ck_tenures_term", "ends_on is null or ends_on >= starts_on"));
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Position).HasMaxLength(300);
        builder.Property(row => row.ActNumber).HasMaxLength(50);
        builder.Property(row => row.EndActNumber).HasMaxLength(50);
        builder.Property(row => row.EndReason).HasMaxLength(500);
        builder.Property(row => row.Organization).HasMaxLength(300).HasDefaultValue("");
        builder.Property(row => row.IsSingle).HasDefaultValue(false);
        builder.HasOne<Post>().WithMany().HasForeignKey(row => row.PostId).OnDelete(DeleteBehavior.Restrict);
        // One holder of a post at a time, and nobody in one post twice: tenures_one_holder and tenures_once, in Data/Sql. So is the
        // foreign key of the case: features above this one have cases.
        builder.HasIndex(row => row.CaseId).IsUnique();
        builder.HasIndex(row => row.HeadId);
    }
}
