using System.Text.RegularExpressions;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Web.Features.Monitoring.Formulas;

public enum FormulaTokenKind
{
    Name,
    Function,
    Keyword,
    Number,
    Text,
    Comment,
    Space,
    Other,
}

public readonly record struct FormulaToken(FormulaTokenKind Kind, string Text);

/// <summary>A formula's text in pieces, for showing and comparing it: a name of several words is one piece.</summary>
internal static partial class FormulaTokens
{
    private static readonly HashSet<string> Keywords = [.. FeelCatalog.Keywords];
    private static readonly string[] Functions =
    [
        .. FeelCatalog.Functions.Select(function => function.Name).OrderByDescending(name => name.Length),
    ];

    /// <param name="text">The formula.</param>
    /// <param name="names">The names that it may read.</param>
    public static IReadOnlyList<FormulaToken> Of(string text, IEnumerable<string> names)
    {
        var known = names.OrderByDescending(name => name.Length).ToList();
        var tokens = new List<FormulaToken>();
        for (var at = 0; at < text.Length; )
        {
            var token = Next(text, at, known);
            tokens.Add(token);
            at += token.Text.Length;
        }

        return tokens;
    }

    private static FormulaToken Next(string text, int at, List<string> known)
    {
        if (Comment().Match(text, at) is { Success: true } comment)
            return new(FormulaTokenKind.Comment, comment.Value);
        if (Quoted().Match(text, at) is { Success: true } quoted)
            return new(FormulaTokenKind.Text, quoted.Value);
        if (known.Find(name => Stands(text, at, name)) is { } own)
            return new(FormulaTokenKind.Name, own);
        if (
            Array.Find(Functions, name => Stands(text, at, name) && text.AsSpan(at + name.Length).TrimStart().StartsWith("(")) is
            { } function
        )
            return new(FormulaTokenKind.Function, function);
        if (Number().Match(text, at) is { Success: true } number)
            return new(FormulaTokenKind.Number, number.Value);
        if (Word().Match(text, at) is { Success: true } word)
            return new(Keywords.Contains(word.Value) ? FormulaTokenKind.Keyword : FormulaTokenKind.Other, word.Value);
        return Space().Match(text, at) is { Success: true } space
            ? new(FormulaTokenKind.Space, space.Value)
            : new(FormulaTokenKind.Other, text[at].ToString());
    }

    private static bool Stands(string text, int at, string name) =>
        string.CompareOrdinal(text, at, name, 0, name.Length) == 0
        && (at + name.Length >= text.Length || !IsWord(text[at + name.Length]))
        && (at == 0 || !IsWord(text[at - 1]));

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';

    [GeneratedRegex(@"\G(//[^\n]*|/\*.*?(\*/|$))", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("\\G@?\"(?:\\\\.|[^\"\\\\])*\"?", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\G\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\G[\p{L}_][\p{L}\p{N}_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\G\s+")]
    private static partial Regex Space();
}
