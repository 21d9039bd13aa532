using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Reserve.Web.Access;

/// <summary>
/// A person's passkeys: what is needed to know an answer of the authenticator again, and nothing of the attestation, which nobody asks
/// for.
/// </summary>
internal sealed class PasskeyMapping : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public const string UsedAt = "LastUsedAt";
    public const int LongestName = 100;

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable(
            "user_passkeys",
            table => table.HasCheckConstraint("ck_user_passkeys_counter", "sign_count between 0 and 4294967295")
        );
        builder.HasKey(row => row.CredentialId);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.UserId);
        builder.Property<DateTimeOffset?>(UsedAt);
        builder.ComplexProperty(
            row => row.Data,
            data =>
            {
                data.Property(it => it.Name).HasColumnName("name").HasMaxLength(LongestName);
                data.Property(it => it.PublicKey).HasColumnName("public_key");
                data.Property(it => it.CreatedAt).HasColumnName("created_at");
                data.Property(it => it.SignCount).HasColumnName("sign_count").HasConversion<long>();
                data.Property(it => it.Transports).HasColumnName("transports");
                data.Property(it => it.IsUserVerified).HasColumnName("is_user_verified");
                data.Property(it => it.IsBackupEligible).HasColumnName("is_backup_eligible");
                data.Property(it => it.IsBackedUp).HasColumnName("is_backed_up");
                data.Ignore(it => it.AttestationObject);
                data.Ignore(it => it.ClientDataJson);
            }
        );
    }
}
