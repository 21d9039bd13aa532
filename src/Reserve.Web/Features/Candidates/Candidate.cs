using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Documents.Declension;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Candidates;

/// <summary>A person in, or on the way into, the management reserve.</summary>
[Recorded("Кандидат")]
public sealed class Candidate : ITerritorial
{
    public required CandidateId Id { get; init; }

    public required string Territory { get; init; }

    /// <summary>Whose record; null in what the release before has written.</summary>
    public PersonId? PersonId { get; set; }

    [Recorded("Фамилия")]
    public required string LastName { get; set; }

    [Recorded("Имя")]
    public required string FirstName { get; set; }

    [Recorded("Отчество")]
    public string? MiddleName { get; set; }

    [Recorded("Дата рождения")]
    public required DateOnly BirthDate { get; set; }

    /// <summary>Eleven digits; see <see cref="Persons.Snils"/>.</summary>
    [Recorded("СНИЛС")]
    public required string Snils { get; set; }

    [Recorded("Почта")]
    public string? Email { get; set; }

    [Recorded("Телефон")]
    public string? Phone { get; set; }

    [Recorded("Место работы")]
    public required string Workplace { get; set; }

    [Recorded("Должность")]
    public required string Position { get; set; }

    /// <summary>The post that the candidate prepares for.</summary>
    public PostId? TargetPostId { get; set; }

    public required Nomination Nomination { get; init; }

    /// <summary>Who submitted the candidate; null for self-nomination.</summary>
    [Recorded("Кто представил")]
    public string? SubmittedBy { get; set; }

    /// <summary>Contests won that feed the reserve.</summary>
    [Recorded("Конкурсы")]
    public string[] Contests { get; set; } = [];

    /// <summary>How the names decline, where a person has decided it.</summary>
    [Recorded("Имя в падежах")]
    public NameForms? NameForms { get; set; }

    /// <summary>The sign-in of the candidate, when there is one.</summary>
    public Guid? UserId { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Made by the database: names and workplace in lower case with ё as е, for the search.</summary>
    public string SearchText { get; private set; } = "";

    public uint RowVersion { get; private set; }

    public string FullName => string.Join(' ', new[] { LastName, FirstName, MiddleName }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>"Иванова А. П.", for titles of tasks.</summary>
    public string ShortName => NameDeclension.SurnameAndInitials(Name, GrammaticalCase.Nominative).Text;

    /// <summary>The name for papers in any case. Forms that were decided for a name that was changed since do not count.</summary>
    public PersonName Name =>
        new(LastName, FirstName, MiddleName ?? "")
        {
            KnownSurname = Of(NameForms?.LastName, LastName),
            KnownFirstName = Of(NameForms?.FirstName, FirstName),
            KnownPatronymic = Of(NameForms?.MiddleName, MiddleName),
        };

    public ICollection<EducationEntry> Education { get; init; } = [];

    public ICollection<CareerEntry> Career { get; init; } = [];

    public ICollection<PersonalDataConsent> Consents { get; init; } = [];

    private static CaseForms? Of(CaseForms? decided, string? name) => decided?.Nominative == name ? decided : null;
}

public enum Nomination
{
    Submission,
    SelfNomination,
}

public sealed class EducationEntry : ITerritorial
{
    public long Id { get; init; }

    public CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required string Institution { get; init; }

    public required string Qualification { get; init; }

    public int? Year { get; init; }
}

public sealed class CareerEntry : ITerritorial
{
    public long Id { get; init; }

    public CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? To { get; init; }

    public required string Organization { get; init; }

    public required string Position { get; init; }

    /// <summary>A post of a head or deputy: counts as experience of management.</summary>
    public bool IsManagerial { get; init; }
}

/// <summary>
/// The separate consent to the processing of personal data (a document of its own since 2025-09-01): for what, in which wording, until
/// it is withdrawn.
/// </summary>
[Recorded("Согласие на обработку персональных данных")]
public sealed class PersonalDataConsent : ITerritorial
{
    public long Id { get; init; }

    public CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required string Purpose { get; init; }

    public required string WordingVersion { get; init; }

    public required DateOnly GivenOn { get; init; }

    [Recorded("Отозвано")]
    public DateOnly? WithdrawnOn { get; private set; }
}

internal sealed class CandidateMapping
    : IEntityTypeConfiguration<Candidate>,
        IEntityTypeConfiguration<EducationEntry>,
        IEntityTypeConfiguration<CareerEntry>,
        IEntityTypeConfiguration<PersonalDataConsent>
{
    public void Configure(EntityTypeBuilder<Candidate> builder)
    {
        builder.ToTable(
            "candidates",
            table =>
            {
                table.HasCheckConstraint("ck_candidates_snils", "snils ~ '^[0-9]{11}$'");
                table.HasCheckConstraint("ck_candidates_submitted_by", "(nomination = 'Submission') = (submitted_by is not null)");
            }
        );
        builder.Property(candidate => candidate.Id).ValueGeneratedNever();
        builder.Property(candidate => candidate.LastName).HasMaxLength(100);
        builder.Property(candidate => candidate.FirstName).HasMaxLength(100);
        builder.Property(candidate => candidate.MiddleName).HasMaxLength(100);
        builder.Property(candidate => candidate.Snils).HasMaxLength(11);
        builder.Property(candidate => candidate.Email).HasMaxLength(200);
        builder.Property(candidate => candidate.Phone).HasMaxLength(40);
        builder.Property(candidate => candidate.Workplace).HasMaxLength(300);
        builder.Property(candidate => candidate.Position).HasMaxLength(200);
        builder.Property(candidate => candidate.SubmittedBy).HasMaxLength(300);
        builder.Property(candidate => candidate.Nomination).HasConversion<string>().HasMaxLength(20);
        builder
            .Property(candidate => candidate.SearchText)
            .HasMaxLength(800)
            .HasComputedColumnSql(
                "translate(lower(last_name || ' ' || first_name || ' ' || coalesce(middle_name, '') || ' ' || workplace), 'ё', 'е')",
                stored: true
            );
        builder.Property(candidate => candidate.RowVersion).IsRowVersion();
        builder
            .Property(candidate => candidate.NameForms)
            .HasColumnType("jsonb")
            .HasConversion(forms => NameForms.ToJson(forms!), text => NameForms.FromJson(text));
        builder.Ignore(candidate => candidate.FullName).Ignore(candidate => candidate.ShortName).Ignore(candidate => candidate.Name);
        builder.HasIndex(candidate => candidate.Snils).IsUnique();
        builder.HasIndex(candidate => new
        {
            candidate.LastName,
            candidate.FirstName,
            candidate.MiddleName,
            candidate.BirthDate,
        });
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(candidate => candidate.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Post>().WithMany().HasForeignKey(candidate => candidate.TargetPostId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(candidate => candidate.UserId).OnDelete(DeleteBehavior.SetNull);
        // The trigram index ix_candidates_search_text stands in Data/Sql: EF Core cannot be sure of the extension.
    }

    public void Configure(EntityTypeBuilder<EducationEntry> builder)
    {
        builder.ToTable(
            "candidate_education",
            table => table.HasCheckConstraint("ck_candidate_education_year", "year between 1930 and 2100")
        );
        builder.Property(entry => entry.Institution).HasMaxLength(300);
        builder.Property(entry => entry.Qualification).HasMaxLength(300);
        builder.HasOne<Candidate>().WithMany(candidate => candidate.Education).HasForeignKey(entry => entry.CandidateId);
    }

    public void Configure(EntityTypeBuilder<CareerEntry> builder)
    {
        builder.ToTable(
            "candidate_career",
            table => table.HasCheckConstraint("ck_candidate_career_order", "\"to\" is null or \"to\" >= \"from\"")
        );
        builder.Property(entry => entry.Organization).HasMaxLength(300);
        builder.Property(entry => entry.Position).HasMaxLength(200);
        builder.HasOne<Candidate>().WithMany(candidate => candidate.Career).HasForeignKey(entry => entry.CandidateId);
    }

    public void Configure(EntityTypeBuilder<PersonalDataConsent> builder)
    {
        builder.ToTable(
            "personal_data_consents",
            table => table.HasCheckConstraint("ck_personal_data_consents_order", "withdrawn_on is null or withdrawn_on >= given_on")
        );
        builder.Property(consent => consent.Purpose).HasMaxLength(300);
        builder.Property(consent => consent.WordingVersion).HasMaxLength(40);
        builder.HasOne<Candidate>().WithMany(candidate => candidate.Consents).HasForeignKey(consent => consent.CandidateId);
    }
}
