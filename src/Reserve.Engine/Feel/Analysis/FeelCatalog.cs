namespace Reserve.Engine.Feel.Analysis;

/// <summary>The built-in functions, for editors that complete names.</summary>
public static class FeelCatalog
{
    /// <summary>
    /// All functions, by name; each with the parameters of its forms, for instance <c>string, start position, length?</c>.
    /// </summary>
    public static IReadOnlyList<FeelFunctionInfo> Functions { get; } =
    [
        .. Feel
            .Functions.Builtins.Names.Order(StringComparer.Ordinal)
            .Select(name => new FeelFunctionInfo(name, FormsOf(Feel.Functions.Builtins.Find(name)!))),
    ];

    /// <summary>Words with a meaning of their own.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
    [
        "and",
        "or",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance of",
        "function",
        "true",
        "false",
        "null",
    ];

    internal static IReadOnlyList<string> FormsOf(Feel.Functions.Builtin builtin) => [.. builtin.Forms.Select(Shown)];

    private static string Shown(string form) =>
        form.Length == 0
            ? ""
            : string.Join(
                ", ",
                form.Split(", ").Select(parameter => parameter[..parameter.IndexOf(':')].Replace("*", "…", StringComparison.Ordinal))
            );
}

/// <summary>A built-in function.</summary>
/// <param name="Name">The name.</param>
/// <param name="Forms">The parameters of each way to call it.</param>
public sealed record FeelFunctionInfo(string Name, IReadOnlyList<string> Forms);
