using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Commands;

namespace Reserve.Web.Pages;

/// <summary>Shows what a command refused: each problem beside its field, everything else above the form.</summary>
internal static class OutcomeOnPage
{
    /// <param name="page">The page that sent the command.</param>
    /// <param name="outcome">A refused or rejected outcome.</param>
    /// <param name="words">The language of the request.</param>
    /// <param name="prefix">The page's property whose fields are named as the command's, if there is one.</param>
    public static void Show(this PageModel page, IOutcome outcome, Words words, string? prefix = null)
    {
        if (Problems(outcome.Rejection) is { } problems)
        {
            foreach (var problem in problems)
                page.ModelState.AddModelError(prefix is null ? problem.Field : $"{prefix}.{problem.Field}", words[problem.Text].Value);
        }
        else if (outcome.Reason is { } reason)
        {
            page.ModelState.AddModelError("", words[reason].Value);
        }

        page.Response.StatusCode =
            outcome.Rejection is Rejection.NotAllowed ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity;
    }

    private static IReadOnlyList<Problem>? Problems(Rejection? rejection) =>
        rejection switch
        {
            Rejection.Invalid invalid => invalid.Problems,
            Rejection.OutsideTerritory outside => [new Problem(outside.Field, outside.Text)],
            _ => null,
        };

    /// <summary>Shows what the page itself found wrong, above the form.</summary>
    public static void Show(this PageModel page, string problem, Words words)
    {
        page.ModelState.AddModelError("", words[problem].Value);
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }
}
