using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reserve.Documents.Templates.Formats;

/// <summary>The formats of a tag, applied one after another.</summary>
internal sealed class FormatChain
{
    private readonly List<(TemplateFormat Format, string[] Arguments)> steps = [];

    /// <summary>What is wrong with the formats as written.</summary>
    public List<string> Problems { get; } = [];

    public IReadOnlyList<string> Names => [.. steps.Select(step => step.Format.Name)];

    /// <summary>Whether a value that the data do not have is answered for.</summary>
    public bool HasFallback => steps.Exists(step => step.Format.TakesNothing);

    public bool GivesPicture => steps is [.., var last] && last.Format.GivesPicture;

    /// <summary>Whether the tag prints nothing and colours its cell instead.</summary>
    public bool ColoursCell => steps is [.., var last] && last.Format.ColoursCell;

    /// <summary>Parts an expression from its formats at bars outside of quotes.</summary>
    public static (string Expression, FormatChain? Chain) Split(string text)
    {
        var pieces = Pieces(text, '|');
        if (pieces.Count == 1)
            return (text, null);
        var chain = new FormatChain();
        foreach (var piece in pieces.Skip(1))
            chain.Add(piece.Trim());
        return (pieces[0].Trim(), chain);
    }

    public FormatOutcome Apply(JsonElement value)
    {
        var outcome = new FormatOutcome(value);
        try
        {
            foreach (var (format, arguments) in steps)
            {
                outcome = format.Apply(outcome.Value, arguments);
                if (outcome.Problem is { } problem)
                    return new(default, $"формат «{format.Name}»: {problem}");
            }
        }
        catch (InvalidOperationException)
        {
            // JSON may spell half of a surrogate pair (RFC 8259, 8.2); no text has it.
            return new(default, "в тексте половина символа (одиночный суррогат)");
        }

        return outcome;
    }

    private void Add(string text)
    {
        var colon = Pieces(text, ':')[0].Length;
        var name = text[..colon].Trim();
        if (TemplateFormat.Find(name, out var problem) is not { } format)
        {
            Problems.Add(name.Length == 0 ? "после «|» нет названия формата" : problem);
            return;
        }

        var arguments = colon == text.Length ? [] : Pieces(text[(colon + 1)..], ',').Select(Unquoted).ToArray();
        if (arguments.Length > format.Arguments.Count || arguments.Length < format.Arguments.Count(argument => argument.Required))
        {
            Problems.Add(
                format.Arguments.Count == 0
                    ? $"формат «{name}» пишется без двоеточия"
                    : $"формату «{name}» нужно через запятую: {string.Join(", ", format.Arguments.Select(argument => argument.Name))}"
            );
            return;
        }

        for (var at = 0; at < arguments.Length; at++)
            if (Wrong(format.Arguments[at], arguments[at]) is { } wrong)
                Problems.Add($"формат «{name}»: {wrong}");
        steps.Add((format, arguments));
    }

    private static string? Wrong(FormatArgument argument, string given)
    {
        if (
            argument.IsNumber
            && !(int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1000)
        )
            return $"{argument.Name}: нужно целое число от 0 до 1000, а здесь «{given}»";
        return argument.Values is { } values && !values.Contains(given)
            ? $"{argument.Name}: нет «{given}»{TemplateFormat.Meant(given, values)} (есть {string.Join(", ", values)})"
            : null;
    }

    private static string Unquoted(string argument)
    {
        argument = argument.Trim();
        return argument is ['"', .., '"'] ? argument[1..^1] : argument;
    }

    private static List<string> Pieces(string text, char separator)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"' && (at == 0 || text[at - 1] != '\\'))
                quoted = !quoted;
            if (text[at] == separator && !quoted)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(text[at]);
            }
        }

        pieces.Add(piece.ToString());
        return pieces;
    }
}
