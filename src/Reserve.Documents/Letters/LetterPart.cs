using System.Text;
using System.Text.Json;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Letters;

/// <summary>The subject or the text of a letter as a program over its characters.</summary>
internal sealed class LetterPart(PartProgram program, IReadOnlyList<Tag> tags, string outline)
{
    public IReadOnlyList<Tag> Tags { get; } = tags;

    /// <summary>The text with a stand-in for every value and nothing for the ends of sections; its lines are those of the file.</summary>
    public string Outline { get; } = outline;

    public static string Place(int line) => $"строка {line + 1}";

    public static LetterPart Compile(string text, int firstLine, ExpressionCompiler? expressions, ICollection<TemplateProblem> problems)
    {
        var lines = new LineStarts(text);
        var reader = new TagReader("", problems, "вставок в письмах нет", "тег не закрыт: нет «}» в той же строке");
        var found = reader.Find(text, at => Place(firstLine + lines.LineOf(at)));
        var markers = new List<XmlMarker>();
        foreach (var tag in found.Select(one => one.Tag).OfType<Tag>())
        {
            tag.Order = markers.Count;
            // Nothing else would keep the lines of a value.
            tag.LineBreak = "\n"u8.ToArray();
            markers.Add(new XmlMarker(tag));
            if (tag.Kind == TemplateTagKind.Picture)
                problems.Add(tag.Problem("картинок в письмах нет"));
            if (tag.Formats is { ColoursCell: true })
                problems.Add(tag.Problem("ячеек в письмах нет"));
            if (tag.Compile(expressions) is { } problem)
                problems.Add(problem);
        }

        SectionPlacer.Pair(markers, problems);
        return new(Program(text, found, lines), [.. markers.Select(marker => marker.Tag)], OutlineOf(text, found));
    }

    public FilledText? Fill(JsonElement data, TemplateOptions options, List<TemplateProblem> problems)
    {
        var own = new List<TemplateProblem>();
        var buffer = new PartRenderer(program, new Scope(data), options, new Shelf(null), own).Render();
        problems.AddRange(own);
        if (buffer is null)
            return null;
        var filled = FilledText.Read(Encoding.UTF8.GetString(buffer.Written));
        buffer.Release();
        return filled;
    }

    private static PartProgram Program(string text, List<FoundTag> found, LineStarts lines)
    {
        var silent = found.Where(one => one.Tag is { Kind: TemplateTagKind.Close } or { Opens: true }).ToList();
        var gone = silent
            .GroupBy(one => lines.LineOf(one.Start))
            .Where(line => IsOnly(text, lines.Of(line.Key), line))
            .Select(line => lines.Of(line.Key))
            .ToDictionary(line => line.Start, line => line.End);
        var literals = new Utf8Buffer(int.MaxValue);
        var program = new List<Instruction>();
        var sections = new Stack<int>();
        var at = 0;
        foreach (var one in found)
        {
            Literal(at, one.Start);
            at = one.End;
            switch (one.Tag)
            {
                case null:
                    Literal(one.Start, one.Start + 1);
                    break;
                case { Kind: TemplateTagKind.Close }:
                    if (sections.TryPop(out var open))
                        program[open] = program[open] with { Next = program.Count };
                    break;
                case { Opens: true } section:
                    sections.Push(program.Count);
                    program.Add(new(Op.Section, Tag: section));
                    break;
                case { } value:
                    Bytes(FilledText.ValueBegins);
                    program.Add(new(Op.Text, Tag: value));
                    Bytes(FilledText.ValueEnds);
                    break;
            }
        }

        Literal(at, text.Length);
        var result = new PartProgram("", literals.Written.ToArray(), [.. program], 0);
        literals.Release();
        return result;

        // What stands on a line of nothing but ends of sections goes with it, its line break too.
        void Literal(int from, int to)
        {
            while (from < to)
            {
                var line = lines.Of(lines.LineOf(from));
                var end = Math.Min(to, line.End);
                if (!gone.ContainsKey(line.Start))
                    Bytes(text[from..end]);
                from = end;
            }
        }

        void Bytes(string piece)
        {
            var start = literals.Length;
            literals.Raw(piece);
            program.Add(new(Op.Literal, start, literals.Length - start));
        }
    }

    private static bool IsOnly(string text, (int Start, int End) line, IEnumerable<FoundTag> ends)
    {
        var at = line.Start;
        foreach (var end in ends)
        {
            if (!string.IsNullOrWhiteSpace(text[at..end.Start]))
                return false;
            at = end.End;
        }

        return string.IsNullOrWhiteSpace(text[at..line.End]);
    }

    private static string OutlineOf(string text, List<FoundTag> found)
    {
        var outline = new StringBuilder();
        var at = 0;
        foreach (var one in found)
        {
            outline.Append(text, at, one.Start - at);
            at = one.End;
            if (one.Tag is null)
                outline.Append(text[one.Start]);
            else if (one.Tag.Kind == TemplateTagKind.Value)
                outline.Append(FilledText.StandIn);
        }

        return outline.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Where the lines of a text begin; a line ends behind its line break.</summary>
    private sealed class LineStarts(string text)
    {
        private readonly int[] starts = [0, .. Enumerable.Range(0, text.Length).Where(at => text[at] == '\n').Select(at => at + 1)];

        public int LineOf(int at) => Array.BinarySearch(starts, at) is var found && found >= 0 ? found : ~found - 1;

        public (int Start, int End) Of(int line) => (starts[line], line + 1 < starts.Length ? starts[line + 1] : text.Length);
    }
}
