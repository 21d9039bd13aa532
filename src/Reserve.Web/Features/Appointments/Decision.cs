using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

public readonly record struct DecisionId(Guid Value) : ITypedId<DecisionId>
{
    public static DecisionId From(Guid value) => new(value);
}

public enum DecisionKind
{
    Approve,
    Refuse,
    Postpone,
}

public enum RefusalReason
{
    Incomplete,
    Qualification,
    Programme,
    Bar,
    Information,
    Vote,
}

/// <summary>What the commission decided about a case; a postponed case gets another one later.</summary>
public sealed class Decision : ITerritorial
{
    public DecisionId Id { get; init; }

    public AppointmentCaseId CaseId { get; init; }

    public string Territory { get; init; } = "";

    public DecisionKind Kind { get; init; }

    public RefusalReason? Reason { get; init; }

    public string? Text { get; init; }

    public DateTimeOffset? PostponedUntil { get; init; }

    /// <summary>The line of the protocol about the votes; null without a sitting.</summary>
    public string? VoteResult { get; init; }

    public DateTimeOffset DecidedAt { get; init; }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable(
            "appointment_decisions",
            table =>
            {
                table.HasCheckConstraint("ck_appointment_decisions_reason", "(kind = 'Refuse') = (reason is not null)");
                table.HasCheckConstraint("ck_appointment_decisions_postponed", "(kind = 'Postpone') = (postponed_until is not null)");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Text).HasMaxLength(4000);
        builder.Property(row => row.VoteResult).HasMaxLength(500);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        // A case is approved or refused once.
        builder.HasIndex(row => row.CaseId).IsUnique().HasFilter("kind <> 'Postpone'");
    }
}
