using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

/// <summary>A stretch of time during which a member was at a sitting.</summary>
internal sealed class SittingPresence : ITerritorial
{
    public long Id { get; init; }

    public CommissionMeetingId MeetingId { get; init; }

    /// <summary>The commission's.</summary>
    public string Territory { get; init; } = "";

    public Guid UserId { get; init; }

    public string Name { get; init; } = "";

    public DateTimeOffset CameAt { get; init; }

    /// <summary>Null while the member is there, or until the end.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    public void Leave(Stamp stamp) => LeftAt ??= stamp.At;

    public static SittingPresence Of(CommissionMeeting meeting, CommissionMember member, Stamp stamp) =>
        new()
        {
            MeetingId = meeting.Id,
            Territory = meeting.Territory,
            UserId = member.UserId,
            Name = member.Name,
            CameAt = stamp.At,
        };
}

internal sealed class SittingPresenceMapping : IEntityTypeConfiguration<SittingPresence>
{
    public void Configure(EntityTypeBuilder<SittingPresence> builder)
    {
        builder.ToTable(
            "sitting_presences",
            table => table.HasCheckConstraint("ck_sitting_presences_order", "left_at is null or left_at >= came_at")
        );
        builder.Property(row => row.Name).HasMaxLength(200);
        builder.HasOne<CommissionMeeting>().WithMany().HasForeignKey(row => row.MeetingId).OnDelete(DeleteBehavior.Restrict);
        // A member is there once at a time.
        builder.HasIndex(row => new { row.MeetingId, row.UserId }).IsUnique().HasFilter("left_at is null");
    }
}
