using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>What a page says after an incident was retried.</summary>
internal static class RetryAnswer
{
    public static void Show(this PageModel page, Result<Retried, RetryRefusal> result, Words words)
    {
        if (!result.IsOk)
            page.Refused(words[result.Reason!].Value);
        else if (result.Value.Refused is { } refused)
            page.Refused(words["Процесс не принял повтор: {0}. Отказ записан на странице экземпляра.", refused].Value);
        else
            page.Done(words["Повтор назначен."].Value);
    }
}
