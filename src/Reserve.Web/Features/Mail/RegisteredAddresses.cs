using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Mail;

/// <summary>The authorities that write to us. Papers hold personal data: an address that is registered no more gets none.</summary>
internal sealed class RegisteredAddresses(ReserveDb db)
{
    public async Task<bool> Is(string address, string territory, CancellationToken cancellationToken) =>
        await Find(address, territory, cancellationToken) is not null;

    /// <summary>Whose address it is, for this territory; null when it is not registered.</summary>
    public async Task<RegisteredAddress?> Find(string address, string territory, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<RegisteredAddress>($"""select authority as "Authority" from reserve_sender({address}, {territory})""")
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
}

/// <summary>A registered address.</summary>
/// <param name="Authority">Whose it is, where that was said.</param>
internal sealed record RegisteredAddress(string? Authority);
