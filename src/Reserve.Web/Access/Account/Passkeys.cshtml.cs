using System.Buffers.Text;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Reserve.Web.Pages;

namespace Reserve.Web.Access.Account;

/// <summary>One's own passkeys: which there are, another one, its name, and away with it.</summary>
[Authorize(AccessRegistration.SignedIn)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasskeysModel(UserManager<User> users, IServiceProvider services, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The key that is renamed or removed.</summary>
    [BindProperty]
    public string? Key { get; set; }

    internal IReadOnlyList<Passkeys.Shown> List { get; private set; } = [];

    /// <summary>Whether a key may be made at once: who proved long ago to be this person does so first.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Whether the role must have a second factor and there is none yet.</summary>
    public bool IsRequired { get; private set; }

    /// <summary>Which keys there are, for the device to forget others.</summary>
    public string? Accepted { get; private set; }

    private SignInOptions Options => services.GetRequiredService<IOptions<SignInOptions>>().Value;

    private Passkeys Keys => services.GetRequiredService<Passkeys>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me)
            return NotFound();
        Name = NameOfDevice();
        return await Show(me, cancellationToken);
    }

    public async Task<IActionResult> OnGetOptionsAsync() =>
        await users.GetUserAsync(User) is { } me
            ? Content(await Keys.AskForNew(me, HttpContext), MediaTypeNames.Application.Json)
            : NotFound();

    /// <summary>For the page that asks who one is (<see cref="ProofFilter"/>).</summary>
    public async Task<IActionResult> OnGetProofOptionsAsync() =>
        await users.GetUserAsync(User) is { } me
            ? Content(await Keys.Ask(PasskeyChallenges.Purpose.Proof, me, HttpContext), MediaTypeNames.Application.Json)
            : NotFound();

    [NeedsProof]
    public IActionResult OnPostBegin() => RedirectToPage();

    [NeedsProof]
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me || HttpContext.Features.Get<LiveSession>() is not { } session)
            return NotFound();
        var name = Shortened(Name) ?? NameOfDevice();
        if (await Keys.Add(me, Credential ?? "", name, HttpContext, cancellationToken) is { } refusal)
        {
            ModelState.AddModelError("", words[PasskeyWords.Of(refusal)].Value);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await Show(me, cancellationToken);
        }

        // The device has verified its person just now.
        await services.GetRequiredService<Sessions>().Raise(session.Id, cancellationToken);
        await Journal(SignInJournal.Act.AddPasskey, me);
        this.Done(words["Ключ «{0}» добавлен: в следующий раз нажмите «Войти с ключом доступа».", name].Value);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRenameAsync(CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me || Shortened(Name) is not { } name)
            return RedirectToPage();
        if (!await Keys.Rename(me.Id, Key ?? "", name, cancellationToken))
            return NotFound();
        await Journal(SignInJournal.Act.RenamePasskey, me);
        this.Done(words["Ключ теперь называется «{0}».", name].Value);
        return RedirectToPage();
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(User) is not { } me)
            return NotFound();
        if (!me.TwoFactorEnabled && HasDuty(me) && await Keys.Count(me, cancellationToken) == 1)
        {
            this.Refused(words["Это ваш единственный второй фактор. Сначала добавьте другой ключ или включите коды."].Value);
            return RedirectToPage();
        }

        if (!await Keys.Remove(me.Id, Key ?? "", cancellationToken))
            return NotFound();
        await Journal(SignInJournal.Act.RemovePasskey, me);
        this.Done(words["Ключ удалён: войти с ним больше нельзя."].Value);
        return RedirectToPage();
    }

    private async Task<IActionResult> Show(User me, CancellationToken cancellationToken)
    {
        List = await Keys.Of(me.Id, cancellationToken);
        IsProven = HttpContext.Features.Get<LiveSession>()?.IsProven(clock.GetUtcNow(), Options.Proof) == true;
        IsRequired = HasDuty(me) && !me.TwoFactorEnabled && List.Count == 0;
        Accepted = JsonSerializer.Serialize(
            new
            {
                rpId = services.GetRequiredService<IOptions<IdentityPasskeyOptions>>().Value.ServerDomain ?? Request.Host.Host,
                userId = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(me.Id.ToString())),
                allAcceptedCredentialIds = List.Select(key => key.Id),
            }
        );
        return Page();
    }

    private bool HasDuty(User me) => Options.AsksSecondFactorOf(me);

    private Task Journal(SignInJournal.Act act, User me) => services.GetRequiredService<SignInJournal>().Record(act, me, HttpContext);

    private string NameOfDevice() =>
        BrowserName.Of(Request.Headers.UserAgent.ToString()) is { Length: > 0 } name ? name : words["Ключ доступа"].Value;

    private static string? Shortened(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null
        : name.Trim() is { Length: > PasskeyMapping.LongestName } given ? given[..PasskeyMapping.LongestName]
        : name.Trim();
}
