using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

public readonly record struct PersonId(Guid Value) : ITypedId<PersonId>
{
    public static PersonId From(Guid value) => new(value);
}

/// <summary>
/// A person, once, whatever the roles: candidates, heads and cases refer to it. Two records of one person stay both, with what refers to
/// them; <see cref="MergedInto"/> says which of them speaks for both.
/// </summary>
[Recorded("Человек")]
public sealed class PersonRecord : ITerritorial
{
    public PersonId Id { get; init; }

    /// <summary>Where the person was first recorded.</summary>
    public string Territory { get; init; } = "";

    [Recorded("Фамилия")]
    public string LastName { get; private set; } = "";

    [Recorded("Имя")]
    public string FirstName { get; private set; } = "";

    [Recorded("Отчество")]
    public string? MiddleName { get; private set; }

    [Recorded("Дата рождения")]
    public DateOnly? BirthDate { get; private set; }

    /// <summary>Eleven digits; see <see cref="Persons.Snils"/>.</summary>
    [Recorded("СНИЛС")]
    public string? Snils { get; private set; }

    /// <summary>The sign-in of the person, when there is one.</summary>
    [Recorded("Учётная запись")]
    public Guid? UserId { get; private set; }

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The record that speaks for this one too; never one that is merged itself.</summary>
    [Recorded("Объединён с")]
    public PersonId? MergedInto { get; private set; }

    /// <summary>Made by the database: the name in lower case with ё as е.</summary>
    public string SearchText { get; private set; } = "";

    public string FullName => new PersonFullName(LastName, FirstName, MiddleName).ToString();

    /// <summary>The record that speaks for this person.</summary>
    public PersonId Root => MergedInto ?? Id;

    public static PersonRecord Of(PersonFullName name, DateOnly? born, string? snils, string territory, Stamp stamp) =>
        new()
        {
            Id = Ids.New<PersonId>(stamp.At),
            Territory = territory,
            LastName = name.Last,
            FirstName = name.First,
            MiddleName = name.Middle,
            BirthDate = born,
            Snils = snils,
            RecordedAt = stamp.At,
        };

    public void Change(PersonFullName name, DateOnly? born, string? snils)
    {
        (LastName, FirstName, MiddleName) = (name.Last, name.First, name.Middle);
        (BirthDate, Snils) = (born, snils);
    }

    /// <summary>What a record from a list of names lacks is learnt from whoever knows it.</summary>
    public void Learn(DateOnly? born, string? snils, Guid? user)
    {
        BirthDate ??= born;
        Snils ??= snils;
        UserId ??= user;
    }

    public void SignsInAs(Guid? user) => UserId = user;

    public void Merge(PersonId into) => MergedInto = into;

    public void Separate() => MergedInto = null;
}

/// <summary>A name in its parts.</summary>
public sealed record PersonFullName(string Last, string First, string? Middle)
{
    /// <summary>The family name comes first; what follows the given name is the patronymic.</summary>
    public static PersonFullName Parse(string fullName)
    {
        var words = fullName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new(
            words.Length > 0 ? words[0] : "",
            words.Length > 1 ? words[1] : "",
            words.Length > 2 ? string.Join(' ', words.Skip(2)) : null
        );
    }

    public override string ToString() => string.Join(' ', new[] { Last, First, Middle }.Where(part => !string.IsNullOrEmpty(part)));
}

internal sealed class PersonMapping : IEntityTypeConfiguration<PersonRecord>, IEntityTypeConfiguration<PersonMerge>
{
    public void Configure(EntityTypeBuilder<PersonRecord> builder)
    {
        builder.ToTable(
            "persons",
            table =>
            {
                table.HasCheckConstraint("ck_persons_snils", "snils ~ '^[0-9]{11}$'");
                table.HasCheckConstraint("ck_persons_merged_into", "merged_into <> id");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.LastName).HasMaxLength(100);
        builder.Property(row => row.FirstName).HasMaxLength(100);
        builder.Property(row => row.MiddleName).HasMaxLength(100);
        builder.Property(row => row.Snils).HasMaxLength(11);
        builder
            .Property(row => row.SearchText)
            .HasMaxLength(310)
            .HasComputedColumnSql(
                "translate(lower(last_name || ' ' || first_name || coalesce(' ' || middle_name, '')), 'ё', 'е')",
                stored: true
            );
        builder.Property<uint>("xmin").IsRowVersion();
        builder.Ignore(row => row.FullName).Ignore(row => row.Root);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(row => row.MergedInto).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.UserId).IsUnique().HasFilter("user_id is not null");
        builder.HasIndex(row => row.Snils).IsUnique().HasFilter("snils is not null");
        builder.HasIndex(row => new { row.SearchText, row.Id });
        // The trigram index ix_persons_search_text stands in Data/Sql.
    }

    public void Configure(EntityTypeBuilder<PersonMerge> builder)
    {
        builder.ToTable(
            "person_merges",
            table =>
            {
                table.HasCheckConstraint("ck_person_merges_two", "kept_id <> gone_id");
                table.HasCheckConstraint("ck_person_merges_undone", "(undone_at is null) = (undone_reason is null)");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Reason).HasMaxLength(1000);
        builder.Property(row => row.ByName).HasMaxLength(200);
        builder.Property(row => row.UndoneReason).HasMaxLength(1000);
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(row => row.KeptId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(row => row.GoneId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.GoneId).IsUnique().HasFilter("undone_at is null").HasDatabaseName("ux_person_merges_gone");
    }
}
