using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

public readonly record struct PostId(Guid Value) : ITypedId<PostId>
{
    public static PostId From(Guid value) => new(value);
}

/// <summary>On which level of education's government a post stands.</summary>
public enum PostLevel
{
    Regional,
    Municipal,
    School,
}

/// <summary>What a post is; it decides which commission, programme and papers its holders meet.</summary>
public enum PostCategory
{
    /// <summary>Head of the region's education authority.</summary>
    RegionalHead,

    RegionalDeputy,

    /// <summary>Head of the municipality's education authority.</summary>
    MunicipalHead,

    MunicipalDeputy,

    /// <summary>Deputy of the head of a local administration, in charge of education.</summary>
    AdministrationDeputy,

    /// <summary>Head of a unit of an authority.</summary>
    UnitHead,

    SchoolHead,
    SchoolDeputy,
    Other,
}

/// <summary>Where a post is.</summary>
public enum PostAuthority
{
    RegionalAuthority,
    MunicipalAuthority,
    Administration,
    School,
}

/// <summary>
/// A post of the directory, for all or for one territory and what lies in it. A wording that nobody has put there yet is kept as a
/// proposal, with what its words say of it.
/// </summary>
[Recorded("Должность справочника")]
public sealed class Post
{
    public PostId Id { get; init; }

    /// <summary>Null: for all territories.</summary>
    public string? ForTerritory { get; init; }

    [Recorded("Название")]
    public string Name { get; private set; } = "";

    /// <summary>Other wordings of the same post.</summary>
    [Recorded("Другие названия")]
    public string[] Aliases { get; private set; } = [];

    [Recorded("Уровень")]
    public PostLevel Level { get; private set; }

    [Recorded("Категория")]
    public PostCategory Category { get; private set; }

    [Recorded("Орган")]
    public PostAuthority Authority { get; private set; }

    /// <summary>One holder at a time in a territory, or in a school of it.</summary>
    [Recorded("Один человек в должности")]
    public bool IsSingle { get; private set; }

    [Recorded("Требования")]
    public string[] Requirements { get; private set; } = [];

    /// <summary>Written by somebody in a request or a tenure, and not yet looked at.</summary>
    [Recorded("Предложение")]
    public bool IsProposal { get; private set; }

    /// <summary>The post that a proposal turned out to be.</summary>
    [Recorded("То же, что")]
    public PostId? SameAs { get; private set; }

    public DateOnly? ValidFrom { get; private set; }

    /// <summary>The last day on which it can be chosen.</summary>
    [Recorded("Действует по")]
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Whether it can be chosen on a day.</summary>
    public bool IsOpen(DateOnly day) =>
        !IsProposal && SameAs is null && (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || ValidTo >= day);

    public static Post Of(PostFacts facts, string? territory, Stamp stamp)
    {
        var post = new Post { Id = Ids.New<PostId>(stamp.At), ForTerritory = territory };
        post.Change(facts);
        return post;
    }

    /// <summary>A wording of somebody's, judged by its words until a person has looked at it.</summary>
    public static Post Propose(string wording, string territory, Stamp stamp)
    {
        var post = Of(PostWords.Guess(wording), territory, stamp);
        post.IsProposal = true;
        return post;
    }

    public void Change(PostFacts facts)
    {
        Name = facts.Name.Trim();
        Aliases = [.. facts.Aliases.Select(alias => alias.Trim()).Where(alias => alias.Length > 0).Distinct()];
        Level = facts.Level;
        Category = facts.Category;
        Authority = facts.Authority;
        IsSingle = facts.IsSingle;
        Requirements = [.. facts.Requirements.Select(line => line.Trim()).Where(line => line.Length > 0)];
        ValidFrom = facts.ValidFrom;
        IsProposal = false;
    }

    public void Retire(DateOnly lastDay) => ValidTo = lastDay;

    public void Restore() => ValidTo = null;

    /// <summary>A proposal that is a known post by another name: its wording means that post from here on.</summary>
    public void IsReally(Post known)
    {
        (Level, Category, Authority, IsSingle) = (known.Level, known.Category, known.Authority, known.IsSingle);
        SameAs = known.Id;
    }
}

/// <summary>What a person says of a post.</summary>
public sealed record PostFacts(
    string Name,
    IReadOnlyList<string> Aliases,
    PostLevel Level,
    PostCategory Category,
    PostAuthority Authority,
    bool IsSingle,
    IReadOnlyList<string> Requirements,
    DateOnly? ValidFrom = null
);

internal sealed class PostMapping : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.ToTable(
            "posts",
            table =>
            {
                table.HasCheckConstraint("ck_posts_term", "valid_from is null or valid_to is null or valid_to >= valid_from");
                table.HasCheckConstraint("ck_posts_same_as", "same_as is null or (is_proposal and same_as <> id)");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.ForTerritory).HasMaxLength(20).UseCollation("C");
        builder.Property(row => row.Name).HasMaxLength(300);
        builder.Property(row => row.Level).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Category).HasConversion<string>().HasMaxLength(30);
        builder.Property(row => row.Authority).HasConversion<string>().HasMaxLength(30);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasOne<Territory>().WithMany().HasForeignKey(row => row.ForTerritory).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Post>().WithMany().HasForeignKey(row => row.SameAs).OnDelete(DeleteBehavior.Restrict);
    }
}
