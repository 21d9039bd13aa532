using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Documents;

public readonly record struct CasePackId(Guid Value) : ITypedId<CasePackId>
{
    public static CasePackId From(Guid value) => new(value);
}

/// <summary>All documents and papers of a case as one PDF: asked for, made by a node in the background, kept for a day.</summary>
public sealed class CasePack : ITerritorial
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private CasePack() { }

    public CasePackId Id { get; private init; }

    public AppointmentCaseId CaseId { get; private init; }

    public string Territory { get; private init; } = "";

    /// <summary>What it was made of: a hash over everything that lies in it.</summary>
    public string Contents { get; private init; } = "";

    public DateTimeOffset OrderedAt { get; private init; }

    /// <summary>A node works on it until then; after that it is anybody's.</summary>
    public DateTimeOffset? TakenUntil { get; private set; }

    /// <summary>How many parts are in, of how many.</summary>
    public int Done { get; private set; }

    public int Total { get; private set; }

    public DateTimeOffset? ReadyAt { get; private set; }

    public byte[]? Pdf { get; private set; }

    /// <summary>Of each part that is not in it why, in Russian.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    internal static CasePack Order(AppointmentCase appointment, string contents, int parts, Stamp stamp) =>
        new()
        {
            Id = Ids.New<CasePackId>(stamp.At),
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            Contents = contents,
            OrderedAt = stamp.At,
            Total = parts,
        };

    public void Take(DateTimeOffset until) => TakenUntil = until;

    public void Report(int done, DateTimeOffset until) => (Done, TakenUntil) = (done, until);

    public void Finish(byte[]? pdf, IReadOnlyList<string> leftOut, DateTimeOffset at)
    {
        (Pdf, LeftOut, Done) = (pdf, leftOut, Total);
        (ReadyAt, TakenUntil) = (at, null);
    }
}

internal sealed class CasePackMapping : IEntityTypeConfiguration<CasePack>
{
    public void Configure(EntityTypeBuilder<CasePack> builder)
    {
        builder.ToTable("case_packs");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Contents).HasMaxLength(64);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => new { row.CaseId, row.Contents }).IsUnique();
        builder.HasIndex(row => row.OrderedAt);
    }
}
