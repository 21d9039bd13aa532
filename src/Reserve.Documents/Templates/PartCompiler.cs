using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Writes a prepared tree as literal bytes with instructions between them.</summary>
internal sealed class PartCompiler
{
    private readonly Utf8Buffer literals = new(int.MaxValue);
    private readonly List<Instruction> program = [];
    private readonly Stack<(int At, Tag Tag)> sections = new();
    private readonly ICollection<TemplateProblem> problems;
    private int flushed;
    private int highestId;

    private static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"u8;

    private PartCompiler(ICollection<TemplateProblem> problems) => this.problems = problems;

    public static PartProgram Compile(string part, XmlBranch root, ICollection<TemplateProblem> problems)
    {
        var compiler = new PartCompiler(problems);
        compiler.literals.Raw(Declaration);
        compiler.HighestId(root);
        compiler.Branch(root);
        compiler.Flush();
        while (compiler.sections.TryPop(out var open))
            problems.Add(open.Tag.Problem("раздел перекрещивается с другим"));
        var result = new PartProgram(part, compiler.literals.Written.ToArray(), [.. compiler.program], compiler.highestId + 1);
        compiler.literals.Release();
        return result;
    }

    /// <summary>A tree without tags as a part's bytes.</summary>
    public static byte[] Bytes(XmlBranch root)
    {
        var text = Text(root);
        var bytes = text.Written.ToArray();
        text.Release();
        return bytes;
    }

    /// <summary>A tree without tags as a part; the caller releases it.</summary>
    public static Utf8Buffer Text(XmlBranch root)
    {
        var compiler = new PartCompiler([]);
        compiler.literals.Raw(Declaration);
        compiler.Branch(root);
        return compiler.literals;
    }

    private void HighestId(XmlBranch branch)
    {
        if (
            branch.LocalName == "docPr"
            && int.TryParse(branch.Attribute("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        )
            highestId = Math.Max(highestId, id);
        foreach (var child in branch.Elements)
            HighestId(child);
    }

    private void Branch(XmlBranch branch)
    {
        var repeated = sections.Count > 0;
        if (repeated && branch.Vocabulary == Vocabulary.Word)
        {
            if (branch.LocalName is "bookmarkStart" or "bookmarkEnd")
            {
                Flush();
                Element(branch, repeated);
                program.Add(new(Op.Once, flushed, literals.Length - flushed));
                flushed = literals.Length;
                return;
            }

            // A content control's number is unique in a document and may be left out (ECMA-376 part 1, 17.5.2.18).
            if (branch.LocalName == "id" && branch.Parent is { LocalName: "sdtPr" })
                return;
        }

        if (SheetCell.Only(branch) is { } value)
        {
            StartTag(branch, repeated, open: true);
            Flush();
            program.Add(new(value.Kind == TemplateTagKind.Picture ? Op.CellPicture : Op.Cell, Tag: value));
            return;
        }

        if (branch.Framed is { } picture)
        {
            Framed(branch, picture, repeated);
            return;
        }

        var keep = Keep(branch);
        var start = -1;
        if (keep is Op.KeepRows)
            start = Open(Op.KeepRows, branch);
        StartTag(branch, repeated);
        if (keep is Op.KeepParagraph)
            start = Open(Op.KeepParagraph, branch);
        Inside(branch);
        if (keep is Op.KeepParagraph)
            Close(start);
        EndTag(branch);
        if (keep is Op.KeepRows)
            Close(start);
    }

    /// <summary>An element that is there when its picture is; the last of its children is made of the picture.</summary>
    private void Framed(XmlBranch branch, Tag picture, bool repeated)
    {
        Flush();
        var start = program.Count;
        program.Add(new(Op.Framed, Tag: picture));
        StartTag(branch, repeated);
        Inside(branch);
        Flush();
        literals.Raw(branch.Prefix);
        program.Add(new(Op.Frame, flushed, literals.Length - flushed, Tag: picture));
        flushed = literals.Length;
        EndTag(branch);
        Close(start);
    }

    private void Inside(XmlBranch branch)
    {
        foreach (var child in branch.Children)
        {
            switch (child)
            {
                case XmlBranch element:
                    Branch(element);
                    break;
                case XmlLeaf leaf:
                    literals.Escaped(leaf.Text);
                    break;
                case XmlMarker marker:
                    Marker(marker);
                    break;
            }
        }
    }

    private static Op? Keep(XmlBranch branch)
    {
        if (branch.LocalName == "tbl" && branch.Vocabulary == Vocabulary.Word && HasMarker(branch))
            return Op.KeepRows;
        // A slide's table goes with the frame that holds it.
        if (branch.LocalName == "graphicFrame" && branch.Descendants().Any(inner => inner.LocalName == "tbl" && HasMarker(inner)))
            return Op.KeepRows;
        if (branch.LocalName == "txBody")
            return HasMarker(branch) ? Op.KeepParagraph : null;
        var container = branch.LocalName is "tc" or "txbxContent" or "hdr" or "ftr" or "footnote" or "endnote" or "comment";
        return container && branch.Vocabulary == Vocabulary.Word && HasMarkerOrLosable(branch) ? Op.KeepParagraph : null;
    }

    private static bool HasMarker(XmlBranch branch) =>
        branch.Children.Exists(child =>
            child is XmlMarker || (child is XmlBranch { LocalName: "sdt" or "sdtContent" } inner && HasMarker(inner))
        );

    private static bool HasMarkerOrLosable(XmlBranch branch) =>
        branch.Children.Exists(child =>
            child is XmlMarker
            || (child is XmlBranch { LocalName: "sdt" or "sdtContent" } inner && HasMarker(inner))
            || (child is XmlBranch { LocalName: "tbl" } table && HasMarker(table))
        );

    private int Open(Op op, XmlBranch branch)
    {
        Flush();
        // What is written instead of a lost paragraph.
        var prefix = branch.Elements.FirstOrDefault(child => child.IsParagraph)?.Prefix ?? branch.Prefix;
        var paragraph = $"<{prefix}p></{prefix}p>";
        literals.Raw(paragraph);
        program.Add(new(op, flushed, literals.Length - flushed));
        flushed = literals.Length;
        return program.Count - 1;
    }

    private void Close(int start)
    {
        Flush();
        program[start] = program[start] with { Next = program.Count };
    }

    private void Marker(XmlMarker marker)
    {
        Flush();
        var tag = marker.Tag;
        switch (tag.Kind)
        {
            case TemplateTagKind.Value when tag.Formats is { ColoursCell: true }:
                break;
            case TemplateTagKind.Value:
                TextSeams.Prepare(tag, marker.Parent!);
                program.Add(new(Op.Text, Tag: tag));
                break;
            case TemplateTagKind.Picture:
                TextSeams.Prepare(tag, marker.Parent!);
                if (tag.Aside.Before.Length == 0)
                    problems.Add(tag.Problem(PictureElsewhere(marker.Parent!)));
                program.Add(new(Op.Picture, Tag: tag));
                break;
            case var _ when tag.Opens:
                // Ends that stand side by side in one row are both moved around it and would lie in each other.
                if (sections.TryPeek(out var outer) && outer.Tag.End!.Tag.Order < tag.Order)
                    problems.Add(tag.Problem($"раздел повторяет ту же строку таблицы, что и {outer.Tag.Text}"));
                sections.Push((program.Count, tag));
                program.Add(new(Op.Section, Tag: tag));
                break;
            case TemplateTagKind.Close when sections.TryPeek(out var open) && open.Tag.End == marker:
                sections.Pop();
                program[open.At] = program[open.At] with { Next = program.Count };
                break;
            default:
                problems.Add(tag.Problem("раздел перекрещивается с другим"));
                break;
        }
    }

    private static string PictureElsewhere(XmlBranch text) =>
        text.Vocabulary == Vocabulary.Sheet
            ? "в ячейке с картинкой не должно быть ничего, кроме её тега"
            : "картинка может стоять только в тексте документа, колонтитула или надписи, в ячейке книги и в фигуре слайда";

    private void Element(XmlBranch branch, bool repeated)
    {
        StartTag(branch, repeated);
        EndTag(branch);
    }

    private void StartTag(XmlBranch branch, bool repeated, bool open = false)
    {
        literals.Raw("<"u8);
        literals.Raw(branch.Name);
        foreach (var (name, value) in branch.Attributes)
        {
            if (open && name == "t")
                continue;
            if (repeated && (name.EndsWith(":paraId", StringComparison.Ordinal) || name.EndsWith(":textId", StringComparison.Ordinal)))
                continue;
            literals.Raw(" "u8);
            literals.Raw(name);
            literals.Raw("=\""u8);
            if (branch.Content is { } content && content.Attribute == name)
            {
                Inside(content.Paragraph.Elements.First());
            }
            else if (branch.Computed is { } computed && computed.Attribute == name)
            {
                Flush();
                program.Add(computed.Value);
            }
            else if (repeated && name == "id" && branch.LocalName == "docPr")
            {
                Flush();
                program.Add(new(Op.FreshId));
            }
            else
            {
                literals.Escaped(value);
            }

            literals.Raw("\""u8);
        }

        if (repeated && branch is { IsRow: true, Vocabulary: Vocabulary.Sheet })
        {
            literals.Raw($" {SheetRows.Repetition}=\"");
            Flush();
            program.Add(new(Op.Repetition));
            literals.Raw("\""u8);
        }

        if (open)
            return;
        if (branch.Children.Count == 0 && !branch.IsParagraph)
            literals.Raw("/"u8);
        literals.Raw(">"u8);
    }

    private void EndTag(XmlBranch branch)
    {
        if (branch.Children.Count == 0 && !branch.IsParagraph)
            return;
        literals.Raw("</"u8);
        literals.Raw(branch.Name);
        literals.Raw(">"u8);
    }

    private void Flush()
    {
        if (literals.Length > flushed)
            program.Add(new(Op.Literal, flushed, literals.Length - flushed));
        flushed = literals.Length;
    }
}
