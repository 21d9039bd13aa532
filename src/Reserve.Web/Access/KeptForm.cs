using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>What was sent after the session had ended, and the same sealed, to be carried through signing in.</summary>
internal sealed record KeptForm(TypedForm Form, string Sealed);

/// <summary>What is shown to whoever has signed in again: the form, and the token with which it may be sent.</summary>
internal sealed record FormGivenBack(TypedForm Form, string Token, string DisplayName);

/// <summary>
/// Browsers without scripts: a form that is sent after the session has ended is carried, sealed, through the pages of signing in, and given
/// back to be sent again. Nothing of it stays on the server.
/// </summary>
internal sealed class KeptForms(
    IDataProtectionProvider protection,
    IAntiforgery antiforgery,
    IUserClaimsPrincipalFactory<User> principals,
    TimeProvider clock
)
{
    private const int MostKept = 512 * 1024;
    private static readonly TimeSpan Lives = TimeSpan.FromHours(1);

    private readonly IDataProtector protector = protection.CreateProtector("kept-form");

    private sealed record Content(DateTimeOffset Until, TypedForm Form);

    /// <summary>The form of a request whose session is gone; null when it is none of ours, or not worth keeping.</summary>
    public async Task<KeptForm?> Of(HttpContext context)
    {
        var request = context.Request;
        if (
            !HttpMethods.IsPost(request.Method)
            || !request.HasFormContentType
            || !IsOfThisSite(request)
            || request.ContentLength is not (> 0 and <= RequestLimits.MostDropped)
        )
            return null;
        var form = TypedForm.From(await RequestLimits.FieldsOf(context), request.PathBase + request.Path + request.QueryString);
        return form.HadPassword || form.Fields.Count == 0 || form.Fields.Sum(field => field.Key.Length + field.Value.Length) > MostKept
            ? null
            : new KeptForm(form, protector.Protect(JsonSerializer.Serialize(new Content(clock.GetUtcNow() + Lives, form))));
    }

    public TypedForm? Open(string? sealedForm)
    {
        if (string.IsNullOrEmpty(sealedForm))
            return null;
        try
        {
            var content = JsonSerializer.Deserialize<Content>(protector.Unprotect(sealedForm));
            return content?.Until > clock.GetUtcNow() ? content.Form : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Back to the form that was kept, or else where the user wanted to go.</summary>
    public async Task<IActionResult> GoOn(PageModel page, User user, string? sealedForm, string? address)
    {
        if (Open(sealedForm) is not { } form)
            return page.BackTo(address);
        // The token is made for whoever is in now; this request itself was still nobody's.
        var nobody = page.HttpContext.User;
        page.HttpContext.User = await principals.CreateAsync(user);
        var token = antiforgery.GetAndStoreTokens(page.HttpContext).RequestToken!;
        page.HttpContext.User = nobody;
        return new ViewResult
        {
            ViewName = "/Access/FormGivenBack.cshtml",
            TempData = page.TempData,
            ViewData = new ViewDataDictionary<FormGivenBack>(page.MetadataProvider, page.ModelState)
            {
                Model = new FormGivenBack(form, token, user.DisplayName),
            },
        };
    }

    /// <summary>A page of another site could fill in a form of ours, too.</summary>
    private static bool IsOfThisSite(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
            ? site == "same-origin"
            : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
}
