using System.Xml;

namespace Reserve.Documents;

/// <summary>Text that an XML document can hold.</summary>
internal static class XmlText
{
    /// <summary>The text without the characters that XML 1.0 does not have (section 2.2), half surrogate pairs among them.</summary>
    public static string Clean(string text)
    {
        var sound = true;
        for (var at = 0; at < text.Length && sound; at++)
            sound = XmlConvert.IsXmlChar(text[at]);
        if (sound)
            return text;
        var clean = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at]))
                clean.Append(text[at]);
            else if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
                clean.Append(text[at]).Append(text[++at]);
        }

        return clean.ToString();
    }
}
