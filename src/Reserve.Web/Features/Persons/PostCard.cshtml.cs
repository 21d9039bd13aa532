using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Persons;

/// <summary>A post of the directory: new, read, corrected, taken out; or a proposal that is settled.</summary>
[Authorize(PersonsRegistration.Posts)]
public sealed class PostCardModel(ReserveDb db, Caller caller, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    public sealed class Form
    {
        public string? ForTerritory { get; set; }

        public string? Name { get; set; }

        /// <summary>One a line.</summary>
        public string? Aliases { get; set; }

        public PostLevel Level { get; set; } = PostLevel.Municipal;

        public PostCategory Category { get; set; } = PostCategory.MunicipalHead;

        public PostAuthority Authority { get; set; } = PostAuthority.MunicipalAuthority;

        public bool IsSingle { get; set; }

        /// <summary>One a line.</summary>
        public string? Requirements { get; set; }

        public DateOnly? ValidFrom { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    public Form Input { get; private set; } = new();

    /// <summary>Null while it is new.</summary>
    public Post? Post { get; private set; }

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public IReadOnlyList<Post> Known { get; private set; } = [];

    public DateOnly Today => shown.Today;

    public bool OfFederation => caller.Territory == Territory.Federation;

    public bool MayChange =>
        (User.IsInRole(Roles.HrOfficer) || User.IsInRole(Roles.Administrator)) && (Post is null || PostKeeper.IsOwn(Post, caller));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (Post is { } post)
        {
            Input = new Form
            {
                ForTerritory = post.ForTerritory,
                Name = post.Name,
                Aliases = string.Join('\n', post.Aliases),
                Level = post.Level,
                Category = post.Category,
                Authority = post.Authority,
                IsSingle = post.IsSingle,
                Requirements = string.Join('\n', post.Requirements),
                ValidFrom = post.ValidFrom,
            };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "Input")] Form input, CancellationToken cancellationToken)
    {
        Input = input;
        if (!await Load(cancellationToken))
            return NotFound();
        var facts = new PostFacts(
            input.Name ?? "",
            Lines(input.Aliases),
            input.Level,
            input.Category,
            input.Authority,
            input.IsSingle,
            Lines(input.Requirements),
            input.ValidFrom
        );
        IOutcome result = Post is { } post
            ? await mediator.Send(new ChangePost(post.Id, facts), cancellationToken)
            : await mediator.Send(
                new AddPost(string.IsNullOrEmpty(input.ForTerritory) ? null : input.ForTerritory, facts),
                cancellationToken
            );
        return Answer(result, "Должность записана в справочник.");
    }

    public async Task<IActionResult> OnPostRetireAsync(DateOnly? lastDay, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        return Answer(
            await mediator.Send(new RetirePost(new PostId(Id ?? default), lastDay), cancellationToken),
            lastDay is null ? "Должность снова можно выбирать." : "Должность выведена из справочника."
        );
    }

    public async Task<IActionResult> OnPostSettleAsync(Guid known, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        return Answer(
            await mediator.Send(new SettlePostProposal(new PostId(Id ?? default), new PostId(known)), cancellationToken),
            "Предложенное название теперь означает известную должность."
        );
    }

    private static string[] Lines(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IActionResult Answer(IOutcome result, string done)
    {
        if (!result.IsOk)
        {
            this.Show(result, words, nameof(Input));
            return Page();
        }

        this.Done(words[done].Value);
        return Redirect("/posts");
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        if (Id is not { } asked)
            return true;
        var id = new PostId(asked);
        Post = await PostDirectory.Within(db).SingleOrDefaultAsync(post => post.Id == id && post.SameAs == null, cancellationToken);
        if (Post is { IsProposal: true })
            Known = await PostDirectory.ToChoose(db, Today, cancellationToken);
        return Post is not null;
    }
}
