using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Confirms a certificate to whoever has its code: for everybody, without sign-in.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Confirmation)]
public sealed class ConfirmModel(ReserveDb db) : PageModel
{
    /// <summary>The code, as in the address of the QR code or typed into the form.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    public PaperConfirmation? Found { get; private set; }

    public bool Asked => !string.IsNullOrWhiteSpace(Number);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (PaperCode.Read(Number) is { } code)
            Found = await db.Set<PaperConfirmation>()
                .FromSql($"select * from reserve_confirmation({code})")
                .AsNoTracking()
                .SingleOrDefaultAsync(cancellationToken);
        if (Asked && Found is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        Response.Headers["X-Robots-Tag"] = "noindex";
    }
}
