using System.Text;
using System.Text.Json;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Where a text stops being JSON, in words.</summary>
internal static class JsonPlace
{
    /// <summary>«строка 3, знак 14», both from one.</summary>
    /// <param name="mistake">What the reader said, which counts bytes.</param>
    /// <param name="text">The text that it read.</param>
    public static string Of(JsonException mistake, string text)
    {
        var line = (int)mistake.LineNumber.GetValueOrDefault();
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n').ElementAtOrDefault(line) ?? "");
        var before = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(mistake.BytePositionInLine.GetValueOrDefault(), bytes.Length));
        return $"строка {line + 1}, знак {before + 1}";
    }
}
