using System.Security.Cryptography;

namespace Reserve.Web.Features.Papers;

/// <summary>Codes of certificates: 12 characters without those that are easily mistaken for others, written in threes of four.</summary>
internal static class PaperCode
{
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    public static string New() => Grouped(RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>The code as it is kept, whatever way somebody typed it; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null or { Length: > 40 })
            return null;
        var plain = string.Concat(typed.ToUpperInvariant().Where(char.IsLetterOrDigit))
            .Replace('O', '0')
            .Replace('I', '1')
            .Replace('L', '1');
        return plain.Length == Length && plain.All(Letters.Contains) ? Grouped(plain) : null;
    }

    private static string Grouped(string plain) => $"{plain[..4]}-{plain[4..8]}-{plain[8..]}";
}
