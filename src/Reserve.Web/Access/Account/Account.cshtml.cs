using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Access.Account;

/// <summary>One's own account: who one is here, password, passkeys, second factor, and where one has signed in.</summary>
[Authorize(AccessRegistration.SignedIn)]
public sealed class AccountModel(ReserveDb db, UserManager<User> users, IServiceProvider services, Words words) : PageModel
{
    public sealed record Session(
        Guid Id,
        bool IsThis,
        string Browser,
        string? Address,
        DateTimeOffset StartedAt,
        DateTimeOffset SeenAt,
        DateTimeOffset ExpiresAt
    );

    public User Me { get; private set; } = null!;

    public string Territory { get; private set; } = "";

    public int Passkeys { get; private set; }

    public IReadOnlyList<Session> List { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me)
            return NotFound();
        Me = me;
        Territory = await db.Set<Territory>()
            .Where(territory => territory.Path == me.Territory)
            .Select(territory => territory.Name)
            .SingleAsync(cancellationToken);
        Passkeys = await services.GetRequiredService<Passkeys>().Count(me, cancellationToken);
        var own = HttpContext.Features.Get<LiveSession>()?.Id;
        List =
        [
            .. (await services.GetRequiredService<Sessions>().Of(me.Id, cancellationToken)).Select(session => new Session(
                session.Id.Value,
                session.Id.Value == own,
                BrowserName.Of(session.Agent),
                session.Address,
                session.StartedAt,
                session.SeenAt,
                session.ExpiresAt
            )),
        ];
        return Page();
    }

    public Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken cancellationToken) => End(session, null, cancellationToken);

    public Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancellationToken) =>
        End(null, HttpContext.Features.Get<LiveSession>()?.Id, cancellationToken);

    private async Task<IActionResult> End(Guid? only, Guid? except, CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me)
            return NotFound();
        var ended = await services.GetRequiredService<Sessions>().End(me.Id, only, except, cancellationToken);
        await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.EndOwnSessions, me, HttpContext);
        this.Done(words["Завершено: {0}.", words.Count(ended, "сеанс|сеанса|сеансов")].Value);
        return RedirectToPage();
    }
}
