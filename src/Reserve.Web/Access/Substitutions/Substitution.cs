using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Access.Substitutions;

public readonly record struct SubstitutionId(Guid Value) : ITypedId<SubstitutionId>
{
    public static SubstitutionId From(Guid value) => new(value);
}

public enum InstrumentKind
{
    Order,
    Directive,
    Decree,
    Decision,
    Proxy,
}

public enum AbsenceReason
{
    Leave,
    Trip,
    Illness,
    Study,
    Vacancy,
    Other,
}

/// <summary>
/// By an instrument one person stands in for another for some days: in the tasks of one role or of all, or in one seat of a commission.
/// It is in force while its time runs; nothing has to be done when it ends. Rows are never removed.
/// </summary>
[Recorded("Замещение")]
public sealed class Substitution : ITerritorial
{
    private Substitution() { }

    public SubstitutionId Id { get; private init; }

    /// <summary>Where the substitute acts; that of the commission when it is a seat.</summary>
    public string Territory { get; private init; } = "";

    public Guid AbsentUserId { get; private init; }

    public string AbsentName { get; private init; } = "";

    public Guid SubstituteUserId { get; private init; }

    public string SubstituteName { get; private init; } = "";

    /// <summary>The only role whose tasks are meant; null means all of the absent person's, or a seat.</summary>
    public string? Role { get; private init; }

    /// <summary>The seat in a commission; null means tasks.</summary>
    public Guid? SeatId { get; private init; }

    public InstrumentKind Instrument { get; private init; }

    public string InstrumentNumber { get; private init; } = "";

    public DateOnly InstrumentDate { get; private init; }

    public AbsenceReason Reason { get; private init; }

    public DateOnly From { get; private init; }

    public DateOnly Until { get; private init; }

    public DateTimeOffset StartsAt { get; private init; }

    /// <summary>The first moment at which it is no longer in force.</summary>
    [Recorded("Действует до")]
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>«за Иванову А. П. по приказу № 12 от 01.12.2026»: beside every act of the substitute.</summary>
    public string Shown { get; private init; } = "";

    public DateTimeOffset MadeAt { get; private init; }

    public string MadeBy { get; private init; } = "";

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    [Recorded("Причина прекращения")]
    public string? EndReason { get; private set; }

    public static Substitution Of(
        Person absent,
        Person substitute,
        SubstitutionScope scope,
        Instrument instrument,
        AbsenceReason reason,
        SubstitutionDays days,
        Stamp stamp
    ) =>
        new()
        {
            Id = Ids.New<SubstitutionId>(stamp.At),
            Territory = scope.Territory,
            AbsentUserId = absent.Id,
            AbsentName = absent.DisplayName,
            SubstituteUserId = substitute.Id,
            SubstituteName = substitute.DisplayName,
            Role = scope.Role,
            SeatId = scope.Seat,
            Instrument = instrument.Kind,
            InstrumentNumber = instrument.Number,
            InstrumentDate = instrument.Date,
            Reason = reason,
            From = days.From,
            Until = days.Until,
            StartsAt = days.StartsAt,
            EndsAt = days.EndsAt,
            Shown = SubstitutionWords.For(absent.DisplayName, instrument),
            MadeAt = stamp.At,
            MadeBy = stamp.Name,
        };

    /// <summary>Ends it before its time, or takes it back before it began; false when it is over already.</summary>
    public bool End(string reason, Stamp stamp)
    {
        if (EndedAt is not null || EndsAt <= stamp.At)
            return false;
        EndsAt = stamp.At > StartsAt ? stamp.At : StartsAt;
        (EndedAt, EndedBy, EndReason) = (stamp.At, stamp.Name, reason);
        return true;
    }
}

/// <param name="Territory">Where.</param>
/// <param name="Role">Whose tasks; null: of all roles of the absent person.</param>
/// <param name="Seat">The seat; null: tasks.</param>
public sealed record SubstitutionScope(string Territory, string? Role, Guid? Seat);

public sealed record Instrument(InstrumentKind Kind, string Number, DateOnly Date);

/// <summary>The first and the last day, and the moments at which they begin and end where the substitute acts.</summary>
public sealed record SubstitutionDays(DateOnly From, DateOnly Until, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

internal sealed class SubstitutionMapping : IEntityTypeConfiguration<Substitution>
{
    public void Configure(EntityTypeBuilder<Substitution> builder)
    {
        builder.ToTable(
            "substitutions",
            table =>
            {
                table.HasCheckConstraint("ck_substitutions_others", "absent_user_id <> substitute_user_id");
                table.HasCheckConstraint("ck_substitutions_days", "first_day <= last_day and starts_at <= ends_at");
                table.HasCheckConstraint("ck_substitutions_scope", "role is null or seat_id is null");
                table.HasCheckConstraint("ck_substitutions_ended", "(ended_at is null) = (end_reason is null)");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.AbsentName).HasMaxLength(200);
        builder.Property(row => row.SubstituteName).HasMaxLength(200);
        builder.Property(row => row.Role).HasMaxLength(40);
        builder.Property(row => row.Instrument).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.InstrumentNumber).HasMaxLength(50);
        builder.Property(row => row.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.From).HasColumnName("first_day");
        builder.Property(row => row.Until).HasColumnName("last_day");
        builder.Property(row => row.Shown).HasMaxLength(400);
        builder.Property(row => row.MadeBy).HasMaxLength(256);
        builder.Property(row => row.EndedBy).HasMaxLength(256);
        builder.Property(row => row.EndReason).HasMaxLength(1000);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.AbsentUserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.SubstituteUserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.SubstituteUserId, row.EndsAt });
        builder.HasIndex(row => new { row.AbsentUserId, row.EndsAt });
        builder.HasIndex(row => new { row.SeatId, row.EndsAt });
    }
}
