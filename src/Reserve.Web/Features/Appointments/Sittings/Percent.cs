using System.Globalization;

namespace Reserve.Web.Features.Appointments.Sittings;

internal static class Percent
{
    /// <summary>Browsers send a point, people type a comma.</summary>
    /// <returns>Null when it is no number.</returns>
    public static decimal? Read(string? typed) =>
        decimal.TryParse(typed?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score)
            ? score
            : null;
}
