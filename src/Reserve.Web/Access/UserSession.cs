using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

internal readonly record struct UserSessionId(Guid Value) : ITypedId<UserSessionId>
{
    public static UserSessionId From(Guid value) => new(value);
}

/// <summary>One sign-in in one browser. The cookie only names it; it is asked for at each request (<see cref="Sessions"/>).</summary>
internal sealed class UserSession : ITerritorial
{
    public required UserSessionId Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Territory { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used last, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When its person last proved by a password or a key to be that person.</summary>
    public required DateTimeOffset ProvenAt { get; set; }

    /// <summary>Whether a second factor was asked for at the beginning.</summary>
    public required bool SecondFactor { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Where it began.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself.</summary>
    public string? Agent { get; init; }
}

internal sealed class UserSessionMapping : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Address).HasMaxLength(64);
        builder.Property(session => session.Agent).HasMaxLength(300);
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => new { session.UserId, session.StartedAt });
    }
}
