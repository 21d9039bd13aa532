using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Reserve.Documents.Files;
using Reserve.Documents.Templates;

namespace Reserve.Web.Features.Files;

/// <summary>A file as it came, before anybody has looked into it.</summary>
internal sealed record GivenFile(string Name, byte[] Content);

/// <summary>A file that may be kept.</summary>
/// <param name="Name">Its name without what would deceive: no folders, no control characters.</param>
/// <param name="Type">What it is.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Sha256">Their hash, in lower-case hexadecimal.</param>
/// <param name="Text">Its words, where they are had cheaply.</param>
internal sealed record TakenFile(string Name, FileType Type, byte[] Content, string Sha256, string Text);

/// <summary>Either a file to keep, or why it is not taken, in Russian.</summary>
internal readonly record struct FileFinding(TakenFile? Taken, string? Problem);

/// <summary>
/// Looks into a file that somebody handed in: whether it is what its name says, can be read by others, and is no trap. Everything that
/// takes files asks here.
/// </summary>
internal sealed class FileCheck(IOptions<FileSettings> options)
{
    public const int LongestName = 200;
    private const int MostText = 200_000;
    private const int MostPagesRead = 100;
    private const long MostPixels = 150_000_000;
    private const int MostOfSignature = 1024 * 1024;
    private const string Locked = "защищён паролем. Снимите защиту и приложите снова.";
    private const string Broken = "не читается: похоже, файл повреждён.";

    private static readonly TemplateLimits Unpacked = TemplateLimits.Default with { FileBytes = int.MaxValue, Entries = 5_000 };

    public FileSettings Settings => options.Value;

    public FileFinding Look(GivenFile file)
    {
        var name = NameOf(file.Name);
        FileFinding Refuse(string why) => new(null, $"Файл «{name}» {why}");
        if (file.Content.Length == 0)
            return Refuse("пуст.");
        if (file.Content.Length > Settings.Bytes)
            return Refuse($"больше {Settings.Megabytes} МБ.");
        if (FileTypes.IsArchive(name))
            return Refuse("— архив: приложите файлы по отдельности.");
        if (FileTypes.Of(name) is not { } type)
            return Refuse($"не принят. {FileTypes.Taken}");
        if (!file.Content.AsSpan().StartsWith(type.Begins))
            return Refuse(IsLocked(file.Content) ? Locked : "не то, что обещает его имя: содержание другого вида.");
        var (text, problem) = type.Family switch
        {
            FileFamily.Pdf => Pdf(file.Content),
            FileFamily.Office => Office(file.Content, type),
            FileFamily.OldOffice => ("", IsLocked(file.Content) ? Locked : null),
            FileFamily.Picture => (
                "",
                Pixels(file.Content) is var pixels && pixels is > 0 and <= MostPixels ? null
                : pixels <= 0 ? Broken
                : "слишком велик как картинка: уменьшите её."
            ),
            FileFamily.Text => Plain(file.Content),
            FileFamily.Signature => ("", file.Content.Length > MostOfSignature ? "больше 1 МБ: это не подпись." : null),
            _ => throw new ArgumentOutOfRangeException(nameof(file), type.Family, "Not a family."),
        };
        return problem is not null
            ? Refuse(problem)
            : new FileFinding(
                new TakenFile(name, type, file.Content, Convert.ToHexStringLower(SHA256.HashData(file.Content)), Kept(text)),
                null
            );
    }

    /// <summary>Why files are not taken together; null when they are.</summary>
    public string? TooMuch(IReadOnlyList<GivenFile> files) =>
        files.Count > Settings.MostFiles ? $"Приложите не больше {Settings.MostFiles} файлов за один раз."
        : files.Sum(file => (long)file.Content.Length) > Settings.BytesTogether
            ? $"Все файлы вместе больше {Settings.MegabytesTogether} МБ: приложите их в несколько приёмов."
        : null;

    /// <summary>Of each file that could not be taken why, before anything is registered for it.</summary>
    public IReadOnlyList<string> Faults(IReadOnlyList<GivenFile> files) =>
        TooMuch(files) is { } tooMuch ? [tooMuch] : [.. files.Select(file => Look(file).Problem).OfType<string>()];

    /// <summary>
    /// A name without folders, control characters and marks that turn the direction of writing, which make one ending look like another.
    /// </summary>
    public static string NameOf(string given)
    {
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var plain = string.Concat(
            last.Where(letter => !char.IsControl(letter) && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format)
        );
        plain = plain.Trim().Trim('.') is { Length: > 0 } kept ? kept : "файл";
        var ending = Path.GetExtension(plain);
        return plain.Length <= LongestName ? plain
            : ending.Length > 10 ? plain[..LongestName]
            : plain[..(LongestName - ending.Length)] + ending;
    }

    /// <summary>The words, one blank between them, without what PostgreSQL does not keep.</summary>
    private static string Kept(string text)
    {
        var kept = new StringBuilder(Math.Min(text.Length, MostText));
        foreach (var letter in text)
        {
            if (kept.Length == MostText)
                break;
            if (letter == '\n')
                kept.Append('\n');
            else if (char.IsWhiteSpace(letter) || char.IsControl(letter))
                kept.Append(kept.Length > 0 && kept[^1] is ' ' or '\n' ? "" : " ");
            else if (!char.IsSurrogate(letter))
                kept.Append(letter);
        }

        return kept.ToString();
    }

    private static (string Text, string? Problem) Pdf(byte[] content)
    {
        if (content.AsSpan(0, Math.Min(content.Length, 1024)).IndexOf("%PDF-"u8) < 0)
            return ("", "не то, что обещает его имя: это не PDF.");
        try
        {
            var text = new StringBuilder();
            using var document = UglyToad.PdfPig.PdfDocument.Open(content, new() { SkipMissingFonts = true, UseLenientParsing = true });
            for (var page = 1; page <= Math.Min(document.NumberOfPages, MostPagesRead) && text.Length < MostText; page++)
            {
                foreach (var word in document.GetPage(page).GetWords())
                    text.Append(word.Text).Append(' ');
                text.Append('\n');
            }

            return (text.ToString(), document.NumberOfPages == 0 ? Broken : null);
        }
        catch (UglyToad.PdfPig.Exceptions.PdfDocumentEncryptedException)
        {
            return ("", Locked);
        }
        // The reader has no kind of fault of its own: whatever it stumbles over, the file is kept when it has the marks of a PDF's end.
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return ("", content.AsSpan().LastIndexOf("startxref"u8) < 0 ? Broken : null);
        }
    }

    private static (string Text, string? Problem) Office(byte[] content, FileType type)
    {
        var file = OfficeFile.Read(content, Unpacked, MostText);
        if (file.Problem is { } problem)
            return ("", $"не принят: {problem}.");
        var wanted = type.Ending switch
        {
            ".docx" or ".odt" => OfficeFileKind.Text,
            ".xlsx" or ".ods" => OfficeFileKind.Workbook,
            _ => OfficeFileKind.Presentation,
        };
        return (file.Text, file.Kind == wanted ? null : "не то, что обещает его имя: содержание другого вида.");
    }

    private static (string Text, string? Problem) Plain(byte[] content)
    {
        if (content.AsSpan().IndexOf((byte)0) >= 0)
            return ("", "не то, что обещает его имя: это не текст.");
        return (TextOf(content), null);
    }

    /// <summary>The text of a plain file: UTF-8, or else the encoding of Russian Windows.</summary>
    public static string TextOf(byte[] content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(1251) ?? Encoding.Latin1).GetString(content);
        }
    }

    /// <summary>An office's file with a password is a compound file with a stream of this name (MS-OFFCRYPTO 2.3.4.4).</summary>
    private static bool IsLocked(byte[] content) =>
        content.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])
        && content.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0;

    /// <summary>How many pixels a picture unpacks to; none when its head is not readable.</summary>
    private static long Pixels(ReadOnlySpan<byte> content)
    {
        var (width, height) = SizeOf(content);
        return width * height;
    }

    /// <summary>The width and height of a picture in pixels, by its head.</summary>
    public static (long Width, long Height) SizeOf(ReadOnlySpan<byte> content)
    {
        if (content[0] == 0x89)
            return content.Length < 24
                ? (0, 0)
                : (BinaryPrimitives.ReadUInt32BigEndian(content[16..]), BinaryPrimitives.ReadUInt32BigEndian(content[20..]));
        // JPEG: markers up to the frame's head (ITU-T T.81, B.2.2), which is any of C0 to CF but the tables C4, C8 and CC.
        for (var at = 2; at + 9 < content.Length; )
        {
            if (content[at] != 0xFF)
                return (0, 0);
            var marker = content[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..])
                );
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
        }

        return (0, 0);
    }
}
