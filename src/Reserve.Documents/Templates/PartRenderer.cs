using System.Text.Json;
using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>Runs a part's program over the data into a buffer.</summary>
internal sealed class PartRenderer(
    PartProgram program,
    Scope scope,
    TemplateOptions options,
    Shelf shelf,
    ICollection<TemplateProblem> problems
)
{
    private readonly ListRuns lists = new();
    private readonly List<(int Section, int Index)> loops = [];
    private Utf8Buffer output = new(options.Limits.OutputBytes);
    private readonly HashSet<int> written = [];
    private readonly HashSet<(Tag, string)> told = [];
    private int freshId = program.FirstFreshId;
    private Png? framed;

    /// <summary>Prints a slide, by its place in the deck.</summary>
    public Action<int>? Slide { get; init; }

    /// <summary>The part of the result; a slide may be printed to several.</summary>
    public string PrintedTo { get; init; } = program.Part;

    /// <summary>The rendered part; null when there are problems. The caller releases it.</summary>
    public Utf8Buffer? Render()
    {
        try
        {
            Run(0, program.Instructions.Length);
        }
        catch (OutputLimitException)
        {
            problems.Add(new(program.Part, "", "", $"результат больше {options.Limits.OutputBytes / (1024 * 1024)} МБ"));
        }

        if (problems.Count == 0)
            return Numbered();
        output.Release();
        return null;
    }

    /// <summary>The output with the numbers of lists put in.</summary>
    private Utf8Buffer Numbered()
    {
        var numbers = lists.Numbers(shelf.Lists);
        if (numbers.Count == 0)
            return output;
        var whole = new Utf8Buffer(int.MaxValue);
        var from = 0;
        foreach (var (position, text) in numbers)
        {
            whole.Raw(output.Written[from..position]);
            whole.Raw(text);
            from = position;
        }

        whole.Raw(output.Written[from..]);
        output.Release();
        return output = whole;
    }

    private void Run(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            var instruction = program.Instructions[at];
            switch (instruction.Op)
            {
                case Op.Literal:
                    output.Raw(program.Literals.AsSpan(instruction.Start, instruction.Length));
                    break;
                case Op.Once:
                    if (written.Add(at))
                        output.Raw(program.Literals.AsSpan(instruction.Start, instruction.Length));
                    break;
                case Op.FreshId:
                    output.Raw(freshId++.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case Op.Slide:
                    Slide!(instruction.Start);
                    break;
                case Op.List:
                    lists.Add(output.Length, instruction, loops);
                    break;
                case Op.Repetition:
                    output.Raw(string.Join(' ', loops.Select(loop => $"{loop.Section}:{loop.Index}")));
                    break;
                case Op.Cell:
                    if (TryValue(instruction.Tag!, out var value))
                        SheetCell.Write(value, instruction.Tag!, output, Tell);
                    else
                        output.Raw("/>"u8);
                    break;
                case Op.Text:
                    Text(instruction.Tag!);
                    break;
                case Op.Picture:
                    if (TryPicture(instruction.Tag!, out var png))
                        Picture(instruction.Tag!, png);
                    break;
                case Op.Framed:
                    if (TryPicture(instruction.Tag!, out framed!))
                        Run(at + 1, instruction.Next);
                    at = instruction.Next - 1;
                    break;
                case Op.Frame:
                    Frame(instruction.Tag!, program.Literals.AsSpan(instruction.Start, instruction.Length));
                    break;
                case Op.CellPicture:
                    if (TryPicture(instruction.Tag!, out var inCell))
                        output.Raw($" {SheetPictures.Number}=\"{shelf.Pictures.Keep(inCell)}\"");
                    output.Raw("/>"u8);
                    break;
                case Op.Section:
                    Section(instruction.Tag!, at + 1, instruction.Next);
                    at = instruction.Next - 1;
                    break;
                case Op.KeepParagraph:
                    var start = output.Length;
                    Run(at + 1, instruction.Next);
                    var inside = output.Since(start);
                    if (inside.LastIndexOf("p>"u8) is var paragraph && (paragraph < 0 || paragraph < inside.LastIndexOf("tbl>"u8)))
                        output.Raw(program.Literals.AsSpan(instruction.Start, instruction.Length));
                    at = instruction.Next - 1;
                    break;
                case Op.KeepRows:
                    var before = output.Length;
                    Run(at + 1, instruction.Next);
                    if (output.Since(before).IndexOf("tr>"u8) < 0)
                    {
                        output.Truncate(before);
                        lists.Truncate(before);
                    }

                    at = instruction.Next - 1;
                    break;
            }
        }
    }

    private void Text(Tag tag)
    {
        if (!TryOutcome(tag, out var outcome))
            return;
        if (outcome.Text is { } text)
        {
            output.Escaped(text, tag.LineBreak, tag.Tab);
            return;
        }

        var value = outcome.Value;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    output.Escaped(value.GetString(), tag.LineBreak, tag.Tab);
                }
                catch (InvalidOperationException)
                {
                    // JSON may spell half of a surrogate pair (RFC 8259, 8.2); no text has it.
                    Tell(tag, SheetCell.HalfCharacter);
                }

                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                output.Raw(value.GetRawText());
                break;
            case JsonValueKind.Array or JsonValueKind.Object:
                Tell(tag, value.ValueKind == JsonValueKind.Array ? SheetCell.ListInText : SheetCell.ObjectInText);
                break;
        }
    }

    /// <summary>The picture of a tag; none where the value is nothing, or no picture, which is told.</summary>
    private bool TryPicture(Tag tag, out Png png)
    {
        png = null!;
        if (!TryValue(tag, out var value) || value.ValueKind == JsonValueKind.Null)
            return false;
        if (Png.TryRead(value, out png, out var problem))
            return true;
        Tell(tag, problem);
        return false;
    }

    private void Picture(Tag tag, Png png)
    {
        output.Raw(tag.Aside.Before);
        output.Raw(PictureMarkup.Word(shelf.Pictures.Put(PrintedTo, png), png, freshId++));
        output.Raw(tag.Aside.After);
    }

    private void Frame(Tag tag, ReadOnlySpan<byte> prefix)
    {
        var (box, turned) = tag.Frame;
        var relation = shelf.Pictures.Put(PrintedTo, framed!);
        output.Raw(PictureMarkup.Body(System.Text.Encoding.UTF8.GetString(prefix), relation, box.Around(framed!), turned));
    }

    private void Section(Tag tag, int from, int to)
    {
        if (!TrySection(tag, out var value))
            return;
        if (tag.Kind is TemplateTagKind.Inverted or TemplateTagKind.Condition)
        {
            if (Holds(value) == (tag.Kind == TemplateTagKind.Condition))
                Run(from, to);
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                loops.Add((tag.Order, index));
                scope.Enter(item, tag.Expression, index++);
                Run(from, to);
                scope.Leave();
                loops.RemoveAt(loops.Count - 1);
            }
        }
        else if (Holds(value))
        {
            scope.Enter(value, tag.Expression, -1);
            Run(from, to);
            scope.Leave();
        }
    }

    private static bool Holds(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.Object => true,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.String => !value.ValueEquals(""),
            JsonValueKind.Number => !value.TryGetDecimal(out var number) || number != 0,
            _ => false,
        };

    private bool TrySection(Tag tag, out JsonElement value)
    {
        if (tag.Path is not null || tag.Evaluate is null)
        {
            // An absent section is "no": the data need not name what does not apply.
            if (tag.Path is { } path ? !scope.TryFind(path, out value) : !scope.TryFind(tag.Expression, out value))
                value = default;
            return true;
        }

        return TryValue(tag, out value);
    }

    private bool TryValue(Tag tag, out JsonElement value)
    {
        var found = TryOutcome(tag, out var outcome);
        value = outcome.Value;
        return found;
    }

    private bool TryOutcome(Tag tag, out FormatOutcome outcome)
    {
        outcome = default;
        if (!TryPlainValue(tag, out var value))
            return false;
        outcome = tag.Formats?.Apply(value) ?? new(value);
        if (outcome.Problem is null)
            return true;
        Tell(tag, outcome.Problem);
        return false;
    }

    private bool TryPlainValue(Tag tag, out JsonElement value)
    {
        if (tag.Path is { } path ? scope.TryFind(path, out value) : scope.TryFind(tag.Expression, out value))
            return true;
        if (tag.Path is not null || tag.Evaluate is null)
        {
            if (tag.Formats is { HasFallback: true })
                return true;
            if (!options.MissingValuesAreEmpty)
                Tell(tag, Missing(tag, scope.Candidates(tag.Path ?? [tag.Expression])));
            return false;
        }

        (value, var problem) = tag.Evaluate(scope.Values);
        if (problem is null)
            return true;
        Tell(tag, problem);
        return false;
    }

    /// <summary>That a name is not in the data, and which one was meant perhaps.</summary>
    public static string Missing(Tag tag, (string Name, IEnumerable<string> Candidates) sought) =>
        $"в данных нет «{tag.Expression}»{TemplateFormat.Meant(sought.Name, sought.Candidates)}";

    // Once per tag: a name missing from each of a thousand rows is one mistake.
    private void Tell(Tag tag, string message)
    {
        if (told.Add((tag, message)))
            problems.Add(tag.Problem(scope.Way is { Length: > 0 } way ? $"{message} (здесь: {way})" : message));
    }
}
