using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Commands;

namespace Reserve.Web.Pages;

/// <summary>Tells on the next page how a command ended.</summary>
internal static class Told
{
    public static void Tell(this PageModel page, IOutcome outcome, Words words, string done)
    {
        if (outcome.IsOk)
            page.Done(words[done].Value);
        else
            page.Refused(words[outcome.Reason!].Value);
    }
}
