using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Notifications;

/// <summary>A line that a user finds in the cabinet, and in the mail when the user has an address.</summary>
public sealed class Notification : ITerritorial
{
    public long Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Territory { get; init; }

    public required string Text { get; init; }

    /// <summary>Where the matter is shown; a path of this site.</summary>
    public string? Page { get; init; }

    /// <summary>Sent because a deadline has passed.</summary>
    public bool IsEscalation { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable(
            "notifications",
            table => table.HasCheckConstraint("ck_notifications_page", "page like '/%' and page not like '//%'")
        );
        builder.Property(row => row.Text).HasMaxLength(1000);
        builder.Property(row => row.Page).HasMaxLength(300);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        builder.HasIndex(row => new { row.UserId, row.At }).IsDescending(false, true);
    }
}
