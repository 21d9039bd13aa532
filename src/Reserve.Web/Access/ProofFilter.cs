using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Access;

/// <summary>What the page that asks for the password again, or for a passkey, shows.</summary>
/// <param name="Action">Where the form goes on to.</param>
/// <param name="Fields">What was typed into it.</param>
/// <param name="UserName">For the browser's own store of passwords.</param>
/// <param name="HasPasskeys">Whether a passkey will do instead.</param>
/// <param name="Refusal">What was wrong with the password or the passkey; null at first.</param>
internal sealed record AskedForProof(
    string Action,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    string UserName,
    bool HasPasskeys,
    string? Refusal
)
{
    public PasskeyButton Passkey { get; } =
        new("Подтвердить ключом доступа", "/account/passkeys?handler=ProofOptions", ProofFilter.PasskeyField);
}

/// <summary>Stands before handlers with <see cref="NeedsProofAttribute"/>.</summary>
internal sealed class ProofFilter(
    Sessions sessions,
    PasswordCheck check,
    PasskeyCheck passkeyCheck,
    Passkeys passkeys,
    UserManager<User> users,
    SignInJournal journal,
    TimeProvider clock,
    IOptions<SignInOptions> options,
    IModelMetadataProvider metadata,
    ITempDataDictionaryFactory flash
) : IAsyncPageFilter
{
    public const string Field = "proof-password";
    public const string NameField = "proof-user";
    public const string PasskeyField = "proof-passkey";
    private const string Token = "__RequestVerificationToken";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (
            context.HandlerMethod?.MethodInfo.IsDefined(typeof(NeedsProofAttribute), inherit: true) != true
            || http.Features.Get<LiveSession>() is not { } session
            || session.IsProven(clock.GetUtcNow(), options.Value.Proof)
        )
        {
            await next();
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = http.User.Identity?.Name ?? "";
        string? refusal = null;
        var me = await users.GetUserAsync(http.User);
        if (me is not null && form[PasskeyField].ToString() is { Length: > 0 } answer)
        {
            var outcome = await passkeyCheck.Check(PasskeyChallenges.Purpose.Proof, answer, me, http, http.RequestAborted);
            if (outcome.User is not null)
            {
                await sessions.Prove(session.Id, http.RequestAborted);
                await journal.Record(SignInJournal.Act.ProveByPasskey, me, http);
                await next();
                return;
            }

            refusal = "С этим ключом подтвердить не удалось. Нажмите ещё раз или введите пароль.";
        }
        else if (form[Field].ToString() is { Length: > 0 } password)
        {
            if (await check.Check(name, password, http, http.RequestAborted) is { } user)
            {
                await sessions.Prove(session.Id, http.RequestAborted);
                await journal.Record(SignInJournal.Act.ProvePassword, user, http);
                await next();
                return;
            }

            refusal = "Неверный пароль. После пяти неверных попыток ввод закрывается на 15 минут.";
        }

        context.Result = new ViewResult
        {
            ViewName = "/Access/ProofAsked.cshtml",
            StatusCode = StatusCodes.Status422UnprocessableEntity,
            TempData = flash.GetTempData(http),
            ViewData = new ViewDataDictionary<AskedForProof>(metadata, new ModelStateDictionary())
            {
                Model = new AskedForProof(
                    http.Request.Path + http.Request.QueryString,
                    [
                        .. form.Where(field => field.Key is not (Token or Field or NameField or PasskeyField))
                            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))),
                    ],
                    name,
                    me is not null && await passkeys.Count(me, http.RequestAborted) > 0,
                    refusal
                ),
            },
        };
    }
}
