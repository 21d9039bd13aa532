using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

public readonly record struct AgendaItemId(Guid Value) : ITypedId<AgendaItemId>
{
    public static AgendaItemId From(Guid value) => new(value);
}

/// <summary>A case on the agenda of a meeting.</summary>
[Recorded("Вопрос повестки")]
internal sealed class AgendaItem : ITerritorial
{
    public AgendaItemId Id { get; init; }

    public CommissionMeetingId MeetingId { get; init; }

    public AppointmentCaseId CaseId { get; init; }

    /// <summary>The case's.</summary>
    public string Territory { get; init; } = "";

    public int Position { get; init; }

    /// <summary>When it was decided, or taken over to another sitting.</summary>
    [Recorded("Рассмотрен")]
    public DateTimeOffset? ClosedAt { get; private set; }

    public void Close(Stamp stamp) => ClosedAt ??= stamp.At;
}

internal sealed class AgendaItemMapping : IEntityTypeConfiguration<AgendaItem>
{
    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable("agenda_items");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasOne<CommissionMeeting>().WithMany().HasForeignKey(row => row.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.MeetingId, row.Position }).IsUnique();
        // A case stands on one agenda at a time.
        builder.HasIndex(row => row.CaseId).IsUnique().HasFilter("closed_at is null");
    }
}
