using System.Globalization;

namespace Reserve.Web.Data;

/// <summary>
/// A place in a list that is paged by key: the rows after the one with this key, or those before it. Keys are made of moments and ids,
/// so that an address tells nothing of a person.
/// </summary>
public sealed record Cursor(string Key, bool IsBack)
{
    /// <summary>No sign of a number: a wait of the runtime itself is below zero.</summary>
    private const char Separator = '.';
    private const string Endless = "n";

    /// <summary>From the address; null is the beginning of the list.</summary>
    public static Cursor? Of(string? after, string? before) =>
        !string.IsNullOrEmpty(after) ? new Cursor(after, IsBack: false)
        : !string.IsNullOrEmpty(before) ? new Cursor(before, IsBack: true)
        : null;

    /// <param name="moment">Null stands after all moments.</param>
    /// <param name="id">Of the row.</param>
    /// <param name="number">What else the row's key has.</param>
    internal static string Write(DateTimeOffset? moment, Guid id, long number = 0) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{moment?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? Endless}{Separator}{id:N}{Separator}{number}"
        );

    /// <summary>Null when the key is none that <see cref="Write"/> makes: the list then begins at its beginning.</summary>
    internal (DateTimeOffset? Moment, Guid Id, long Number)? Read()
    {
        var parts = Key.Split(Separator);
        if (
            parts.Length != 3
            || !Guid.TryParseExact(parts[1], "N", out var id)
            || !long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        )
            return null;
        if (parts[0] == Endless)
            return (null, id, number);
        return long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), id, number)
            : null;
    }
}
