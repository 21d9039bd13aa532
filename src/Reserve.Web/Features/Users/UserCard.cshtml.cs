using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Users;

[Authorize(UsersRegistration.Policy)]
public sealed class UserCardModel(ReserveDb db, IMediator mediator, IServiceProvider services, Words words) : PageModel
{
    private const string LinkKey = "sign-in-link";

    public sealed class Form
    {
        public string? UserName { get; set; }

        public string? DisplayName { get; set; }

        public string? Email { get; set; }

        public string? Territory { get; set; }

        public List<string> Roles { get; set; } = [];

        public bool Disabled { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool IsNew => Id is null;

    /// <summary>A link that was made just now: it is shown once.</summary>
    public string? Link { get; private set; }

    public int OpenSessions { get; private set; }

    public bool IsDisabled { get; private set; }

    public bool HasSecondFactor { get; private set; }

    public int Passkeys { get; private set; }

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(fill: true, cancellationToken))
            return NotFound();
        return Page();
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
            return await Answer(
                await mediator.Send(
                    new ChangeUser(
                        new UserId(id),
                        Input.DisplayName ?? "",
                        Input.Email,
                        Input.Territory ?? "",
                        Input.Roles,
                        Input.Disabled
                    ),
                    cancellationToken
                ),
                "Пользователь сохранён.",
                cancellationToken
            );
        var made = await mediator.Send(
            new CreateUser(Input.UserName ?? "", Input.DisplayName ?? "", Input.Email, Input.Territory ?? "", Input.Roles),
            cancellationToken
        );
        return made.IsOk ? await Offer(made.Value, cancellationToken) : await Answer(made, "", cancellationToken);
    }

    [NeedsProof]
    public Task<IActionResult> OnPostLinkAsync(CancellationToken cancellationToken) => Offer(new UserId(Id ?? default), cancellationToken);

    [NeedsProof]
    public async Task<IActionResult> OnPostSessionsAsync(CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new EndUserSessions(new UserId(Id ?? default)), cancellationToken),
            "Сеансы завершены.",
            cancellationToken
        );

    [NeedsProof]
    public async Task<IActionResult> OnPostSecondFactorAsync(CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new RemoveSecondFactor(new UserId(Id ?? default)), cancellationToken),
            "Второй фактор снят.",
            cancellationToken
        );

    [NeedsProof]
    public async Task<IActionResult> OnPostPasskeysAsync(CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new RemovePasskeys(new UserId(Id ?? default)), cancellationToken),
            "Ключи доступа удалены, сеансы завершены.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostUnlockAsync(CancellationToken cancellationToken) =>
        await Answer(await mediator.Send(new UnlockUser(new UserId(Id ?? default)), cancellationToken), "Вход открыт.", cancellationToken);

    private async Task<IActionResult> Offer(UserId user, CancellationToken cancellationToken)
    {
        var offered = await mediator.Send(new OfferSignInLink(user), cancellationToken);
        if (!offered.IsOk)
        {
            this.Show(offered, words, nameof(Input));
            return await Load(fill: true, cancellationToken) ? Page() : NotFound();
        }

        TempData[LinkKey] = $"{Request.Scheme}://{Request.Host}{offered.Value.Path}";
        this.Done(
            words[
                offered.Value.Mailed ? "Пользователь получит ссылку по почте; её можно передать и самому." : "Ссылка готова: передайте её."
            ].Value
        );
        return RedirectToPage(new { id = user.Value });
    }

    private async Task<IActionResult> Answer(Result<UserId, UserRefusal> result, string done, CancellationToken cancellationToken)
    {
        if (result.IsOk)
        {
            this.Done(words[done].Value);
            return RedirectToPage(new { id = result.Value.Value });
        }

        this.Show(result, words, nameof(Input));
        return await Load(fill: false, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> Load(bool fill, CancellationToken cancellationToken)
    {
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Path == db.Scope || territory.Path.StartsWith(db.Scope + "."))
            .OrderBy(territory => territory.Path)
            .ToListAsync(cancellationToken);
        if (Id is not { } id)
            return true;
        var user = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (user is null)
            return false;
        Link = TempData[LinkKey] as string;
        OpenSessions = (await services.GetRequiredService<Sessions>().Of(id, cancellationToken)).Count;
        IsDisabled = user.Disabled;
        HasSecondFactor = user.TwoFactorEnabled;
        Passkeys = await services.GetRequiredService<Passkeys>().Count(user, cancellationToken);
        Input.UserName = user.UserName;
        if (fill)
            Input = new Form
            {
                UserName = user.UserName,
                DisplayName = user.DisplayName,
                Email = user.Email,
                Territory = user.Territory,
                Roles = [.. user.Roles],
                Disabled = user.Disabled,
            };
        return true;
    }
}
