using System.Net;
using Microsoft.Extensions.Primitives;

namespace Reserve.Web.Pages;

/// <summary>
/// Reads a URL-encoded form of any length to its end and keeps the beginning of each field: the framework's own reader gives up at the
/// first field that is too long, and with it all that was typed.
/// </summary>
internal static class UrlEncodedFields
{
    /// <param name="body">What the browser sends.</param>
    /// <param name="fields">Takes the fields.</param>
    /// <param name="most">No more fields than these are kept.</param>
    /// <param name="length">No more bytes than these are kept of a name or a value, as they are sent.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task Read(
        Stream body,
        Dictionary<string, StringValues> fields,
        int most,
        int length,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[64 * 1024];
        var name = new List<byte>();
        var value = new List<byte>();
        var current = name;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (letter == '&')
                    End();
                else if (letter == '=' && current == name)
                    current = value;
                else if (current.Count < length)
                    current.Add(letter);
            }
        }

        End();

        void End()
        {
            if (name.Count > 0 && fields.Count < most)
            {
                var key = Decoded(name);
                fields[key] = StringValues.Concat(fields.GetValueOrDefault(key), Decoded(value));
            }

            name.Clear();
            value.Clear();
            current = name;
        }
    }

    /// <summary>A letter that was cut in two at the end is left out.</summary>
    private static string Decoded(List<byte> encoded)
    {
        var bytes = encoded.ToArray();
        var decoded = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length) ?? [];
        return System.Text.Encoding.UTF8.GetString(decoded).TrimEnd('\uFFFD');
    }
}
