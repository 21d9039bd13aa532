using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Pages;

/// <summary>
/// What a person sees when there is no such page, no right to it, or a fault; a program gets problem details (RFC 9457). It asks the
/// database for nothing, and gives back what was typed into the form that could not be worked on.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel(IProblemDetailsService problems) : PageModel
{
    public int Code { get; private set; }

    public string Reference => Activity.Current?.Id ?? HttpContext.TraceIdentifier;

    public TypedForm? Typed { get; private set; }

    /// <summary>What was sent after the session had ended.</summary>
    internal KeptForm? Kept { get; private set; }

    /// <summary>The address that failed.</summary>
    public string Address { get; private set; } = "/";

    public bool CanRepeat => Code is 500 or 503 && Typed is null && HttpMethods.IsGet(Request.Method);

    public string Heading =>
        Code switch
        {
            400 => "Запрос не понят",
            401 => Kept is null ? "Нужно войти" : "Сеанс окончен",
            403 => "Нет доступа",
            404 => "Страница не найдена",
            409 => "Запись изменил другой пользователь",
            413 => "Файл слишком велик",
            429 => "Слишком много запросов",
            503 => "База данных сейчас недоступна",
            _ => "Внутренняя ошибка",
        };

    public string Advice =>
        Code switch
        {
            400 => "Вернитесь на страницу, обновите её и повторите.",
            401 => "Войдите в систему и повторите.",
            403 => "Ваша роль или территория не даёт права на эту страницу. Если право нужно, обратитесь к администратору.",
            404 => "Возможно, запись удалена или адрес набран с ошибкой.",
            409 => "Откройте запись заново и повторите.",
            413 => "Уменьшите файл или разделите его.",
            429 => "Подождите минуту и повторите.",
            503 => "Подождите минуту и повторите. Если это не проходит, сообщите администратору номер обращения.",
            _ => "Ничего не сохранено. Повторите; если ошибка останется, сообщите администратору номер обращения.",
        };

    public Task<IActionResult> OnGetAsync(int code) => Show(code);

    public Task<IActionResult> OnPostAsync(int code) => Show(code);

    private async Task<IActionResult> Show(int code)
    {
        var failure = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var refused = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        // The address typed by hand is no error of its own.
        Code = (failure, refused) switch
        {
            ({ Error: var problem }, _) => StatusOf(problem, code),
            (null, not null) when code is >= 400 and <= 599 => code,
            _ => StatusCodes.Status404NotFound,
        };
        Address =
            failure is not null ? Request.PathBase + failure.Path + Request.QueryString
            : refused is not null ? refused.OriginalPathBase + refused.OriginalPath + refused.OriginalQueryString
            : "/";
        if (
            Code
            is StatusCodes.Status413PayloadTooLarge
                or StatusCodes.Status500InternalServerError
                or StatusCodes.Status503ServiceUnavailable
        )
            Typed = await TypedForm.Of(HttpContext, Address);
        if (Code == StatusCodes.Status401Unauthorized)
            Kept = HttpContext.Features.Get<KeptForm>();
        if (Code == StatusCodes.Status503ServiceUnavailable)
            Response.Headers.RetryAfter = "30";
        Response.StatusCode = Code;
        if (
            Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase)
            && await problems.TryWriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = HttpContext,
                    ProblemDetails =
                    {
                        Status = Code,
                        Title = Heading,
                        Detail = Advice,
                    },
                }
            )
        )
        {
            return new EmptyResult();
        }
        return Page();
    }

    private static int StatusOf(Exception problem, int code) =>
        problem switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            // The token could not even be looked for: the form itself was cut or broken.
            AntiforgeryValidationException => problem.InnerException is BadHttpRequestException bad ? bad.StatusCode : 400,
            _ when DatabaseAway.Is(problem) => StatusCodes.Status503ServiceUnavailable,
            _ => code,
        };
}
