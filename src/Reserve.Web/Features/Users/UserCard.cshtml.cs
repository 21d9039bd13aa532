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
public sealed class UserCardModel(ReserveDb db, IMediator mediator, TimeProvider clock, Words words) : PageModel
{
    public sealed class Form
    {
        public string? UserName { get; set; }

        public string? DisplayName { get; set; }

        public string? Email { get; set; }

        public string? Territory { get; set; }

        public List<string> Roles { get; set; } = [];

        public string? Password { get; set; }

        public bool Disabled { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool IsNew => Id is null;

    public DateTimeOffset? LockedUntil { get; private set; }

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(fill: true, cancellationToken))
            return NotFound();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = Id is { } id
            ? await mediator.Send(
                new ChangeUser(new UserId(id), Input.DisplayName ?? "", Input.Email, Input.Territory ?? "", Input.Roles, Input.Disabled),
                cancellationToken
            )
            : await mediator.Send(
                new CreateUser(
                    Input.UserName ?? "",
                    Input.DisplayName ?? "",
                    Input.Email,
                    Input.Territory ?? "",
                    Input.Roles,
                    Input.Password ?? ""
                ),
                cancellationToken
            );
        return await Answer(result, "Пользователь сохранён.", cancellationToken);
    }

    public async Task<IActionResult> OnPostPasswordAsync(string? newPassword, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new ResetPassword(new UserId(Id ?? default), newPassword ?? ""), cancellationToken),
            "Пароль сменён.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostUnlockAsync(CancellationToken cancellationToken) =>
        await Answer(await mediator.Send(new UnlockUser(new UserId(Id ?? default)), cancellationToken), "Вход открыт.", cancellationToken);

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
        LockedUntil = user.LockoutEnd > clock.GetUtcNow() ? user.LockoutEnd : null;
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
