using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>What the commands of the directory share: whose posts somebody may change, and whether a wording is taken.</summary>
internal sealed class PostKeeper(ReserveDb db, Caller caller)
{
    /// <summary>A post of the own territory or of one in it; those for all are the federation's.</summary>
    public bool IsOwn(Post post) => IsOwn(post, caller);

    public static bool IsOwn(Post post, Caller caller) => Territory.Covers(caller.Territory, post.ForTerritory ?? Territory.Federation);

    public Task<Post?> Find(PostId id, CancellationToken cancellationToken) =>
        db.Set<Post>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>Whether another post of the same territory, or for all, bears one of the names.</summary>
    public async Task<bool> IsKnown(PostFacts facts, string? territory, PostId? except, CancellationToken cancellationToken)
    {
        var names = facts.Aliases.Append(facts.Name).Select(NameMatch.Plain).ToHashSet();
        var others = await db.Set<Post>()
            .AsNoTracking()
            .Where(post => post.Id != except && !post.IsProposal && (post.ForTerritory == territory || post.ForTerritory == null))
            .ToListAsync(cancellationToken);
        return others.Any(post => post.Aliases.Append(post.Name).Any(name => names.Contains(NameMatch.Plain(name))));
    }
}

internal static class PostChecks
{
    public static void IsPost<T>(this IRuleBuilderInitial<T, PostFacts> rule) => rule.SetValidator(new PostFactsValidator());

    private sealed class PostFactsValidator : AbstractValidator<PostFacts>
    {
        public PostFactsValidator()
        {
            RuleFor(facts => facts.Name)
                .NotEmpty()
                .WithMessage("Напишите название должности.")
                .MaximumLength(300)
                .WithMessage("Название длиннее 300 знаков.");
            RuleFor(facts => facts.Aliases)
                .Must(lines => lines.Count <= 50 && lines.All(line => line.Length <= 300))
                .WithMessage("Других названий не больше 50, каждое не длиннее 300 знаков.");
            RuleFor(facts => facts.Requirements)
                .Must(lines => lines.Count <= 50 && lines.All(line => line.Length <= 1000))
                .WithMessage("Требований не больше 50, каждое не длиннее 1000 знаков.");
        }
    }
}
