using System.Text;

namespace Reserve.Documents.Templates;

/// <summary>The markup between two pieces of one value: a line break, a tab, a picture.</summary>
internal static class TextSeams
{
    public static void Prepare(Tag tag, XmlBranch text)
    {
        var end = $"</{text.Name}>";
        var prefix = text.Prefix;
        switch (text.Vocabulary)
        {
            case Vocabulary.Word:
                var begin = $"<{text.Name} xml:space=\"preserve\">";
                tag.LineBreak = Encoding.UTF8.GetBytes($"{end}<{prefix}br/>{begin}");
                tag.Tab = Encoding.UTF8.GetBytes($"{end}<{prefix}tab/>{begin}");
                tag.Aside = (Encoding.UTF8.GetBytes(end), Encoding.UTF8.GetBytes(begin));
                break;
            case Vocabulary.Drawing:
                // In DrawingML a break is a sibling of the runs (ECMA-376 part 1, 21.1.2.2.1).
                var properties = text.Parent?.Element("rPr") is { } own ? Outer(own) : "";
                tag.LineBreak = Encoding.UTF8.GetBytes(
                    $"{end}</{prefix}r><{prefix}br>{properties}</{prefix}br><{prefix}r>{properties}<{text.Name}>"
                );
                break;
            case Vocabulary.Sheet:
                tag.LineBreak = "&#10;"u8.ToArray();
                break;
            default:
                tag.LineBreak = " "u8.ToArray();
                break;
        }
    }

    private static string Outer(XmlBranch branch)
    {
        var buffer = new Utf8Buffer(1024 * 1024);
        Write(branch, buffer);
        var text = Encoding.UTF8.GetString(buffer.Written);
        buffer.Release();
        return text;
    }

    private static void Write(XmlBranch branch, Utf8Buffer buffer)
    {
        buffer.Raw("<");
        buffer.Raw(branch.Name);
        foreach (var (name, value) in branch.Attributes)
        {
            buffer.Raw($" {name}=\"");
            buffer.Escaped(value);
            buffer.Raw("\"");
        }

        buffer.Raw(">");
        foreach (var child in branch.Children)
            if (child is XmlBranch element)
                Write(element, buffer);
            else if (child is XmlLeaf leaf)
                buffer.Escaped(leaf.Text);
        buffer.Raw($"</{branch.Name}>");
    }
}
