using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;

namespace Reserve.Web.Features.Mail;

internal readonly record struct IncomingLetterId(Guid Value) : ITypedId<IncomingLetterId>
{
    public static IncomingLetterId From(Guid value) => new(value);
}

/// <summary>A letter that belongs to a case: the request itself, or what came later in its thread.</summary>
internal sealed class IncomingLetter : ITerritorial
{
    public required IncomingLetterId Id { get; init; }

    public required AppointmentCaseId CaseId { get; init; }

    public required string Territory { get; init; }

    /// <summary>The same letter twice is one.</summary>
    public required string MessageId { get; init; }

    public required string From { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>
/// A file that came with a letter and is no document of the case: it could not be taken, and nobody is handed it. (Before documents of
/// cases were kept, every file lay here.)
/// </summary>
internal sealed class LetterFile : ITerritorial
{
    public required Guid Id { get; init; }

    public required IncomingLetterId LetterId { get; init; }

    public required string Territory { get; init; }

    public required string Name { get; init; }

    /// <summary>The media type that the sender named; the file is only ever offered for saving.</summary>
    public required string ContentType { get; init; }

    public required string Sha256 { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>Why it was not taken, in Russian; null for what came before this was told.</summary>
    public string? Refusal { get; init; }
}

internal sealed class IncomingLetterMapping : IEntityTypeConfiguration<IncomingLetter>, IEntityTypeConfiguration<LetterFile>
{
    public void Configure(EntityTypeBuilder<IncomingLetter> builder)
    {
        builder.ToTable("incoming_letters");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.MessageId).HasMaxLength(500);
        builder.Property(row => row.From).HasMaxLength(320);
        builder.Property(row => row.Subject).HasMaxLength(1000);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.MessageId).IsUnique();
        builder.HasIndex(row => new { row.CaseId, row.ReceivedAt });
    }

    public void Configure(EntityTypeBuilder<LetterFile> builder)
    {
        builder.ToTable("letter_files");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Name).HasMaxLength(300);
        builder.Property(row => row.ContentType).HasMaxLength(150);
        builder.Property(row => row.Sha256).HasMaxLength(64);
        builder.Property(row => row.Refusal).HasMaxLength(1000);
        builder.HasOne<IncomingLetter>().WithMany().HasForeignKey(row => row.LetterId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.LetterId);
    }
}
