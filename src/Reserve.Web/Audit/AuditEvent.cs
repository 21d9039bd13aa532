using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>One line of the audit trail: who sent which command when, about what, and how it ended. No contents of the command.</summary>
public sealed class AuditEvent : ITerritorial
{
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>The sign-in name; <c>система</c> when nobody signed in was behind it.</summary>
    public required string UserName { get; init; }

    /// <summary>Whether the system sent it, on behalf of that user.</summary>
    public bool BySystem { get; init; }

    /// <summary>The command's type name.</summary>
    public required string Command { get; init; }

    /// <summary>The identifiers that the command names, and the one it gave out.</summary>
    public required Guid[] Subjects { get; init; }

    public required string Territory { get; init; }

    public required AuditOutcome Outcome { get; init; }

    /// <summary>The refusal's code; never a text about a person.</summary>
    public string? Refusal { get; init; }

    /// <summary>Where an attempt to sign in came from.</summary>
    public string? Address { get; init; }
}

public enum AuditOutcome
{
    Done,
    Refused,
}

internal sealed class AuditEventMapping : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events");
        builder.Property(row => row.UserName).HasMaxLength(256);
        builder.Property(row => row.Command).HasMaxLength(200);
        builder.Property(row => row.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Refusal).HasMaxLength(200);
        builder.Property(row => row.Address).HasMaxLength(64);
        builder.HasIndex(row => new { row.At, row.Id }).IsDescending();
        builder.HasIndex(row => row.Subjects).HasMethod("gin");
    }
}
