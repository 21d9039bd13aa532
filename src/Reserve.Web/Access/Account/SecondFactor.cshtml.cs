using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using QRCoder;
using Reserve.Web.Pages;

namespace Reserve.Web.Access.Account;

/// <summary>Setting up an authenticator application, new recovery codes, and turning it off where one may.</summary>
[Authorize(AccessRegistration.SignedIn)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SecondFactorModel(UserManager<User> users, IServiceProvider services, Words words) : PageModel
{
    private const int PixelsOfSquare = 5;

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The new secret, protected: the page hands it back.</summary>
    [BindProperty]
    public string? Wrapped { get; set; }

    public bool IsOn { get; private set; }

    public bool IsRequired { get; private set; }

    /// <summary>The new secret in groups of four, for those who type it.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The picture for the telephone's camera.</summary>
    public string Picture { get; private set; } = "";

    public int CodesLeft { get; private set; }

    /// <summary>New recovery codes: shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    private SecondFactor Factor => services.GetRequiredService<SecondFactor>();

    public async Task<IActionResult> OnGetAsync() => await Me() is { } me ? await Show(me) : NotFound();

    [NeedsProof]
    public async Task<IActionResult> OnPostOnAsync(CancellationToken cancellationToken)
    {
        if (await Me() is not { } me || HttpContext.Features.Get<LiveSession>() is not { } session)
            return NotFound();
        if (me.TwoFactorEnabled)
            return RedirectToPage();
        if (Factor.Unwrap(Wrapped) is not { } secret || await Factor.TurnOn(me, secret, Code ?? "") is not { } codes)
        {
            ModelState.AddModelError(
                nameof(Code),
                words["Код не подошёл. Проверьте, что часы телефона идут верно, и введите новый."].Value
            );
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await Show(me);
        }

        var sessions = services.GetRequiredService<Sessions>();
        await sessions.End(me.Id, only: null, except: session.Id, cancellationToken);
        await sessions.Raise(session.Id, cancellationToken);
        // Turning it on gave the user a new stamp.
        await sessions.Renew(me, session, HttpContext);
        await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.SetUpSecondFactor, me, HttpContext);
        Codes = codes;
        return await Show(me);
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostCodesAsync()
    {
        if (await Me() is not { TwoFactorEnabled: true } me)
            return NotFound();
        Codes = await Factor.NewCodes(me);
        await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.MakeRecoveryCodes, me, HttpContext);
        return await Show(me);
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostOffAsync()
    {
        if (await Me() is not { TwoFactorEnabled: true } me || HttpContext.Features.Get<LiveSession>() is not { } session)
            return NotFound();
        if (await Required(me))
        {
            this.Refused(words["Для вашей роли второй фактор обязателен."].Value);
            return RedirectToPage();
        }

        await Factor.TurnOff(me);
        await services.GetRequiredService<Sessions>().Renew(me, session, HttpContext);
        await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.RemoveOwnSecondFactor, me, HttpContext);
        this.Done(words["Второй фактор отключён."].Value);
        return LocalRedirect("/account");
    }

    private async Task<User?> Me() => await users.GetUserAsync(User);

    /// <summary>A passkey satisfies the duty, too.</summary>
    private async Task<bool> Required(User me) =>
        services.GetRequiredService<IOptions<SignInOptions>>().Value.AsksSecondFactorOf(me)
        && await services.GetRequiredService<Passkeys>().Count(me, HttpContext.RequestAborted) == 0;

    private async Task<IActionResult> Show(User me)
    {
        IsOn = me.TwoFactorEnabled;
        IsRequired = await Required(me);
        if (IsOn)
        {
            CodesLeft = await Factor.CodesLeft(me);
            return Page();
        }

        var secret = Factor.Unwrap(Wrapped) ?? Totp.NewSecret();
        Wrapped = Factor.Wrap(secret);
        ModelState.Remove(nameof(Wrapped));
        Secret = string.Join(' ', secret.Chunk(4).Select(group => new string(group)));
        var issuer = Uri.EscapeDataString(words["Кадровый резерв"].Value);
        var address = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(me.UserName!)}?secret={secret}&issuer={issuer}";
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        Picture = "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(PixelsOfSquare));
        return Page();
    }
}
