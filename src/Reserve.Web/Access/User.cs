using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// A person who signs in. Belongs to the federation, a region or a municipality and sees what lies there. Sign-in reads it before
/// anybody's scope is known (<see cref="UserStoreInScope"/>); people above or beside a scope are found by <see cref="People"/>.
/// </summary>
[Recorded("Пользователь")]
public sealed class User : IdentityUser<Guid>, ITerritorial
{
    [Recorded("Имя для входа")]
    public override string? UserName { get; set; }

    [Recorded("Почта")]
    public override string? Email { get; set; }

    [Recorded("Второй фактор")]
    public override bool TwoFactorEnabled { get; set; }

    [Recorded("Имя")]
    public required string DisplayName { get; set; }

    [Recorded("Территория")]
    public required string Territory { get; set; }

    /// <summary>Members of <see cref="Access.Roles"/>.</summary>
    [Recorded("Роли")]
    public required string[] Roles { get; set; }

    /// <summary>A colleague who left: cannot sign in; what they did stays theirs.</summary>
    [Recorded("Отключён")]
    public bool Disabled { get; set; }

    /// <summary>Made by <c>--demo</c>, with the password that everybody knows: disabled by a start without it.</summary>
    public bool IsDemo { get; set; }
}

internal sealed class UserMapping
    : IEntityTypeConfiguration<User>,
        IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
        IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
        IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        var roles = string.Join(", ", Roles.All.Select(role => $"'{role}'"));
        builder.ToTable(
            "users",
            table => table.HasCheckConstraint("ck_users_roles", $"roles <@ array[{roles}]::text[] and cardinality(roles) > 0")
        );
        builder.HasKey(user => user.Id);
        builder.Property(user => user.Id).ValueGeneratedNever();
        builder.Property(user => user.UserName).HasMaxLength(256);
        builder.Property(user => user.NormalizedUserName).HasMaxLength(256);
        builder.Property(user => user.Email).HasMaxLength(256);
        builder.Property(user => user.NormalizedEmail).HasMaxLength(256);
        builder.Property(user => user.DisplayName).HasMaxLength(200);
        builder.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(user => user.NormalizedUserName).IsUnique();
        builder.HasIndex(user => user.NormalizedEmail);
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("user_claims");
        builder.HasKey(row => row.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("user_logins");
        builder.HasKey(row => new { row.LoginProvider, row.ProviderKey });
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("user_tokens");
        builder.HasKey(row => new
        {
            row.UserId,
            row.LoginProvider,
            row.Name,
        });
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
    }
}
