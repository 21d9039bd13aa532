using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>Runs a part's program over the data into a buffer.</summary>
internal sealed class PartRenderer(
    PartProgram program,
    JsonElement data,
    TemplateOptions options,
    PictureShelf pictures,
    ICollection<TemplateProblem> problems
)
{
    private readonly Scope scope = new(data);
    private readonly Utf8Buffer output = new(options.Limits.OutputBytes);
    private readonly HashSet<int> written = [];
    private readonly HashSet<(Tag, string)> told = [];
    private int freshId = program.FirstFreshId;

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
            return output;
        output.Release();
        return null;
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
                case Op.Text:
                    Text(instruction.Tag!);
                    break;
                case Op.Picture:
                    Picture(instruction.Tag!);
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
                        output.Truncate(before);
                    at = instruction.Next - 1;
                    break;
            }
        }
    }

    private void Text(Tag tag)
    {
        if (!TryValue(tag, out var value))
            return;
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
                    Tell(tag, "в тексте половина символа (одиночный суррогат)");
                }

                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                output.Raw(value.GetRawText());
                break;
            case JsonValueKind.Array or JsonValueKind.Object:
                Tell(
                    tag,
                    value.ValueKind == JsonValueKind.Array
                        ? "значение — список, а тег ждёт текст; для списка нужен раздел {#…}…{/…}"
                        : "значение — объект, а тег ждёт текст; уточните путь через точку"
                );
                break;
        }
    }

    private void Picture(Tag tag)
    {
        if (!TryValue(tag, out var value) || value.ValueKind == JsonValueKind.Null)
            return;
        if (!Png.TryRead(value, out var png, out var problem))
        {
            Tell(tag, problem);
            return;
        }

        output.Raw(tag.Aside.Before);
        pictures.Put(program.Part, png, freshId++, output);
        output.Raw(tag.Aside.After);
    }

    private void Section(Tag tag, int from, int to)
    {
        if (!TrySection(tag, out var value))
            return;
        if (tag.Kind == TemplateTagKind.Inverted)
        {
            if (!Holds(value))
                Run(from, to);
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                scope.Enter(item, tag.Expression, index++);
                Run(from, to);
                scope.Leave();
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
        if (tag.Path is { } path)
        {
            if (scope.TryFind(path, out value))
                return true;
            if (!options.MissingValuesAreEmpty)
                Tell(tag, $"в данных нет «{tag.Expression}»");
            return false;
        }

        if (scope.TryFind(tag.Expression, out value))
            return true;
        if (tag.Evaluate is null)
        {
            if (!options.MissingValuesAreEmpty)
                Tell(tag, $"в данных нет «{tag.Expression}»");
            return false;
        }

        (value, var problem) = tag.Evaluate(scope.Values);
        if (problem is null)
            return true;
        Tell(tag, problem);
        return false;
    }

    // Once per tag: a name missing from each of a thousand rows is one mistake.
    private void Tell(Tag tag, string message)
    {
        if (told.Add((tag, message)))
            problems.Add(tag.Problem(scope.Way is { Length: > 0 } way ? $"{message} (здесь: {way})" : message));
    }
}
