using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Pages;

/// <summary>Back to where somebody came from: an address of this site, whatever it holds.</summary>
internal static class WayBack
{
    /// <summary>To the address, or home when it is none of ours.</summary>
    public static IActionResult BackTo(this PageModel page, string? address) =>
        page.LocalRedirect(page.Url.IsLocalUrl(address) ? Encoded(address) : "/");

    /// <summary>A header takes printable ASCII only.</summary>
    private static string Encoded(string address)
    {
        var encoded = new StringBuilder(address.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(address))
        {
            if (letter is > 0x20 and < 0x7f)
                encoded.Append((char)letter);
            else
                encoded.Append('%').Append(letter.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
