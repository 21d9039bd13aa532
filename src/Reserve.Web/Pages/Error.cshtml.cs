using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Pages;

/// <summary>What a person sees when there is no such page, no right to it, or a fault; a program gets problem details (RFC 9457).</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel(IProblemDetailsService problems) : PageModel
{
    public int Code { get; private set; }

    public string Reference => Activity.Current?.Id ?? HttpContext.TraceIdentifier;

    public string Heading =>
        Code switch
        {
            400 => "Запрос не понят",
            401 => "Нужно войти",
            403 => "Нет доступа",
            404 => "Страница не найдена",
            409 => "Запись изменил другой пользователь",
            413 => "Файл слишком велик",
            429 => "Слишком много запросов",
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
            _ => "Ничего не сохранено. Повторите; если ошибка останется, сообщите администратору номер обращения.",
        };

    public Task<IActionResult> OnGetAsync(int code) => Show(code);

    public Task<IActionResult> OnPostAsync(int code) => Show(code);

    private async Task<IActionResult> Show(int code)
    {
        var failed =
            HttpContext.Features.Get<IExceptionHandlerFeature>() is not null
            || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        // The address typed by hand is no error of its own.
        Code = failed && code is >= 400 and <= 599 ? code : 404;
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
}
