using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>What a file of a bundle is: its folder and ending say it.</summary>
public enum BundleFileKind
{
    Drawing,
    Rule,
    Form,
    Letter,
    Template,
    Sample,
    Readme,
}

/// <summary>The content of a file of a bundle: text, or the bytes of a template.</summary>
public sealed record BundleContent(string? Text, byte[]? Bytes)
{
    public static BundleContent Of(string text) => new(text, null);

    public static BundleContent Of(byte[] bytes) => new(null, bytes);

    public byte[] Raw => Bytes ?? Encoding.UTF8.GetBytes(Text ?? "");

    public byte[] Hash() => SHA256.HashData(Raw);

    public bool Is(BundleContent? other) => other is not null && Raw.AsSpan().SequenceEqual(other.Raw);
}

/// <summary>The paths that a bundle may have.</summary>
public static partial class BundleFile
{
    /// <summary>A text no longer than this, in characters; a template no longer than <see cref="MaximumTemplate"/>, in bytes.</summary>
    public const int MaximumText = 2_000_000;

    public const int MaximumTemplate = 5_000_000;

    /// <summary>The kind of a path; null when a bundle has no such files.</summary>
    public static BundleFileKind? KindOf(string path) =>
        path switch
        {
            ProcessBundle.Drawing => BundleFileKind.Drawing,
            ProcessBundle.Readme => BundleFileKind.Readme,
            _ when Path().Match(path) is { Success: true } match => (match.Groups[1].Value, match.Groups[2].Value) switch
            {
                ("rules", "dmn") => BundleFileKind.Rule,
                ("forms", "json") => BundleFileKind.Form,
                ("letters", "md") => BundleFileKind.Letter,
                ("templates", "docx" or "pptx" or "xlsx") => BundleFileKind.Template,
                ("samples", "json") => BundleFileKind.Sample,
                _ => null,
            },
            _ => null,
        };

    /// <summary>The folder and the ending of a kind of which a bundle has many.</summary>
    public static (string Folder, string Ending) PlaceOf(BundleFileKind kind) =>
        kind switch
        {
            BundleFileKind.Rule => ("rules/", ".dmn"),
            BundleFileKind.Form => ("forms/", ".json"),
            BundleFileKind.Letter => ("letters/", ".md"),
            BundleFileKind.Template => ("templates/", ".docx"),
            BundleFileKind.Sample => ("samples/", ".json"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A bundle has one of this kind."),
        };

    [GeneratedRegex("^(rules|forms|letters|templates|samples)/[a-zA-Z0-9][a-zA-Z0-9._-]{0,80}\\.(dmn|json|md|docx|pptx|xlsx)$")]
    private static partial Regex Path();
}
