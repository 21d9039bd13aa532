using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reserve.Web.Access;

/// <summary>Codes of an authenticator application: RFC 6238 with the usual values, six digits of HMAC-SHA-1 for each half minute.</summary>
internal static class Totp
{
    private const int SecretBytes = 20;
    private const int Seconds = 30;
    private const int Digits = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret as people type it: base 32 without padding.</summary>
    public static string NewSecret()
    {
        var bytes = RandomNumberGenerator.GetBytes(SecretBytes);
        var text = new StringBuilder();
        for (var bit = 0; bit < SecretBytes * 8; bit += 5)
        {
            var two = (bytes[bit / 8] << 8) | bytes.ElementAtOrDefault((bit / 8) + 1);
            text.Append(Alphabet[(two >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    /// <summary>The half minute for which this code is right, one before or after now at most; null when there is none.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        var typed = new string([.. code.Where(char.IsAsciiDigit)]);
        var current = now.ToUnixTimeSeconds() / Seconds;
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.ASCII.GetBytes(typed)))
                return step;
        }

        return null;
    }

    /// <summary>The code of the half minute in which this moment lies.</summary>
    public static string Code(string secret, DateTimeOffset at) => Code(secret, at.ToUnixTimeSeconds() / Seconds);

    private static string Code(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238: what every authenticator computes; HMAC does not need the collision resistance of SHA-1.
        var hash = HMACSHA1.HashData(Bytes(secret), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue;
        return (number % Digits).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string secret)
    {
        var bytes = new byte[secret.Length * 5 / 8];
        var (bits, count, at) = (0, 0, 0);
        foreach (var letter in secret)
        {
            bits = (bits << 5) | Alphabet.IndexOf(letter);
            count += 5;
            if (count < 8)
                continue;
            count -= 8;
            bytes[at++] = (byte)(bits >> count);
            bits &= (1 << count) - 1;
        }

        return bytes;
    }
}
