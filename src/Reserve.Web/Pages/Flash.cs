using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Reserve.Web.Pages;

/// <summary>A message that the next page shows once, after a redirect.</summary>
internal static class Flash
{
    internal const string DoneKey = "flash.done";
    internal const string RefusedKey = "flash.refused";

    /// <summary>Tells that something was done.</summary>
    public static void Done(this PageModel page, string text) => page.TempData[DoneKey] = text;

    /// <summary>Tells that something was not done, and why.</summary>
    public static void Refused(this PageModel page, string text) => page.TempData[RefusedKey] = text;

    internal static (string? Done, string? Refused) Take(ITempDataDictionary data) => (data[DoneKey] as string, data[RefusedKey] as string);
}
