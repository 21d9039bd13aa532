using System.Globalization;
using System.Text;

namespace Reserve.Engine.Feel.Syntax;

/// <remarks>The part that reads characters: white space, words, names, strings and numbers.</remarks>
internal sealed partial class FeelParser
{
    private static bool IsStopWord(ReadOnlySpan<char> word) =>
        word is "and" or "or" or "in" or "between" or "instance" or "return" or "satisfies" or "then" or "else";

    private void SkipSpace()
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (FeelCharacters.IsSpace(c))
            {
                at++;
            }
            else if (c == '/' && Peek(1) == '/')
            {
                while (at < text.Length && text[at] is not ('\n' or '\r'))
                    at++;
            }
            else if (c == '/' && Peek(1) == '*')
            {
                var close = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (close < 0)
                    throw Fault(at, "комментарий не закрыт", "*/");
                at = close + 2;
            }
            else
            {
                break;
            }
        }
    }

    private char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private bool AtEnd => at >= text.Length;

    /// <summary>Takes a sign; white space before it is skipped.</summary>
    private bool Take(string sign)
    {
        SkipSpace();
        if (!text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
            return false;
        at += sign.Length;
        return true;
    }

    private bool Sees(string sign)
    {
        SkipSpace();
        return text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal);
    }

    private void Need(string sign, string construct)
    {
        if (!Take(sign))
            throw Fault(at, $"ожидалось «{sign}» ({construct})", sign);
    }

    private bool SeesWord(string word)
    {
        SkipSpace();
        return text.AsSpan(at).StartsWith(word, StringComparison.Ordinal)
            && !(at + word.Length < text.Length && FeelCharacters.IsPart(text[at + word.Length]));
    }

    private bool TakeWord(string word)
    {
        if (!SeesWord(word))
            return false;
        at += word.Length;
        return true;
    }

    private void NeedWord(string word, string construct)
    {
        if (!TakeWord(word))
            throw Fault(at, $"ожидалось слово «{word}» ({construct})", word);
    }

    /// <summary>One word at the current place, not taken; empty when there is none.</summary>
    private ReadOnlySpan<char> Word(int at)
    {
        if (at >= text.Length || !FeelCharacters.IsStart(text[at]))
            return default;
        var end = at + 1;
        while (end < text.Length && FeelCharacters.IsPart(text[end]))
            end++;
        return text.AsSpan(at, end - at);
    }

    /// <summary>A reference to a name: the longest known one, else words up to an operator or key word.</summary>
    private string ReadReference(bool member)
    {
        var composite = Longest(member, out var compositeEnd);
        var first = Word(at);
        var end = at + first.Length;
        if (composite is not null && compositeEnd > end)
        {
            at = compositeEnd;
            return composite;
        }

        if (first.IsEmpty)
            throw Fault(at, "ожидалось имя", "имя");
        var name = first.ToString();
        at = end;
        if (member || !names.Contains(name))
        {
            // Two words side by side mean nothing else than one name.
            while (true)
            {
                var next = SpaceEnd(at);
                if (next == at)
                    break;
                var word = Word(next);
                if (word.IsEmpty)
                {
                    // "days 2" and the like: later parts of a name may start with a digit.
                    if (next < text.Length && char.IsAsciiDigit(text[next]))
                    {
                        var stop = next;
                        while (stop < text.Length && FeelCharacters.IsPart(text[stop]))
                            stop++;
                        name = $"{name} {text.AsSpan(next, stop - next)}";
                        at = stop;
                        continue;
                    }

                    break;
                }

                if (IsStopWord(word))
                    break;
                name = $"{name} {word}";
                at = next + word.Length;
            }
        }

        return name;
    }

    private string? Longest(bool member, out int end)
    {
        var name = names.Longest(text, at, out end);
        if (member || filters > 0)
        {
            var other = members.Longest(text, at, out var otherEnd);
            if (otherEnd > end)
                (name, end) = (other, otherEnd);
        }

        if (!member)
        {
            // Built-in names that hold the word "and" count only in a call, so that `date and time > x` stays a conjunction.
            var builtin = BuiltinNames.Longest(text, at, out var builtinEnd);
            if (builtinEnd > end && (!builtin!.Contains(" and ", StringComparison.Ordinal) || NextSign(builtinEnd) == '('))
                (name, end) = (builtin, builtinEnd);
        }

        return name;
    }

    private char NextSign(int at)
    {
        at = SpaceEnd(at);
        return at < text.Length ? text[at] : '\0';
    }

    private int SpaceEnd(int at)
    {
        while (at < text.Length && FeelCharacters.IsSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>A name being declared: words and signs up to one of the stops, white space runs made one space.</summary>
    private string ReadDeclaredName(string construct, Func<bool> stops)
    {
        SkipSpace();
        var start = at;
        var name = new StringBuilder();
        var space = false;
        while (!AtEnd)
        {
            var c = text[at];
            if (FeelCharacters.IsSpace(c))
            {
                at++;
                space = true;
                if (stops())
                    break;
                continue;
            }

            if (stops())
                break;
            if (!FeelCharacters.IsPart(c) && !FeelCharacters.IsSign(c))
                throw Fault(at, $"недопустимый знак в имени ({construct})", "имя");
            if (space && name.Length > 0)
                name.Append(' ');
            space = false;
            name.Append(c);
            at++;
        }

        if (name.Length == 0 || (!FeelCharacters.IsStart(name[0])))
            throw Fault(start, $"ожидалось имя ({construct})", "имя");
        return name.ToString();
    }

    private string ReadString()
    {
        var start = at++;
        var text = new StringBuilder();
        while (true)
        {
            if (AtEnd)
                throw Fault(start, "строка не закрыта кавычкой", "\"");
            var c = this.text[at++];
            if (c == '"')
                return text.ToString();
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            var escape = Peek();
            at++;
            switch (escape)
            {
                case '"' or '\'' or '\\':
                    text.Append(escape);
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'u' or 'U' when TryHex(escape == 'u' ? 4 : 6, out var code):
                    if (code is >= 0xD800 and <= 0xDFFF)
                        text.Append((char)code);
                    else
                        text.Append(char.ConvertFromUtf32(code));
                    break;
                default:
                    // An unknown escape keeps its backslash: patterns such as "\d" are written so.
                    text.Append('\\');
                    at--;
                    break;
            }
        }
    }

    private bool TryHex(int digits, out int code)
    {
        code = 0;
        if (
            at + digits > text.Length
            || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)
            || code > 0x10FFFF
        )
        {
            return false;
        }

        at += digits;
        return true;
    }

    private FeelValue ReadNumber()
    {
        var start = at;
        while (char.IsAsciiDigit(Peek()))
            at++;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            at++;
            while (char.IsAsciiDigit(Peek()))
                at++;
        }

        if (Peek() is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            at += 2;
            while (char.IsAsciiDigit(Peek()))
                at++;
        }

        if (FeelCharacters.IsStart(Peek()))
            throw Fault(at, "после числа стоит буква", "знак действия");
        return FeelNumber.TryParse(text.AsSpan(start, at - start), out var number)
            ? FeelValue.From(number)
            : throw Fault(start, "число вне допустимых границ", "число");
    }
}
