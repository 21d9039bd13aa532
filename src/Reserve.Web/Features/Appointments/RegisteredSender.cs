using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

internal readonly record struct RegisteredSenderId(Guid Value) : ITypedId<RegisteredSenderId>
{
    public static RegisteredSenderId From(Guid value) => new(value);
}

/// <summary>An address from which an authority of this territory may ask by mail, and to which replies with personal data may go.</summary>
[Recorded("Адрес отправителя")]
internal sealed class RegisteredSender : ITerritorial
{
    public RegisteredSenderId Id { get; init; }

    public string Territory { get; init; } = "";

    /// <summary>In lower case.</summary>
    [Recorded("Адрес")]
    public string Address { get; init; } = "";

    [Recorded("Орган")]
    public string? Authority { get; init; }
}

internal sealed class RegisteredSenderMapping : IEntityTypeConfiguration<RegisteredSender>
{
    public void Configure(EntityTypeBuilder<RegisteredSender> builder)
    {
        builder.ToTable(
            "registered_senders",
            table => table.HasCheckConstraint("ck_registered_senders_address", "address = lower(address) and address like '%_@_%'")
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Address).HasMaxLength(320);
        builder.Property(row => row.Authority).HasMaxLength(300);
        builder.HasIndex(row => new { row.Address, row.Territory }).IsUnique();
    }
}
