using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

internal readonly record struct SignInLinkId(Guid Value) : ITypedId<SignInLinkId>
{
    public static SignInLinkId From(Guid value) => new(value);
}

/// <summary>
/// An address that opens once: whoever has it chooses the password of a user, or, where there is no user yet, becomes the first
/// administrator. The database knows its hash only.
/// </summary>
internal sealed class SignInLink : ITerritorial
{
    public required SignInLinkId Id { get; init; }

    /// <summary>Null: for the first administrator.</summary>
    public Guid? UserId { get; init; }

    public required string Territory { get; init; }

    public required byte[] TokenHash { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class SignInLinkMapping : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.ToTable("sign_in_links");
        builder.Property(link => link.Id).ValueGeneratedNever();
        builder.HasOne<User>().WithMany().HasForeignKey(link => link.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(link => link.TokenHash).IsUnique();
        builder.HasIndex(link => link.UserId);
    }
}
