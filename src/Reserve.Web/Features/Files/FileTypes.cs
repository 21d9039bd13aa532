namespace Reserve.Web.Features.Files;

/// <summary>How a file is shown and read.</summary>
internal enum FileFamily
{
    Pdf,
    Picture,
    Office,
    OldOffice,
    Text,
    Signature,
}

/// <summary>A kind of file that is taken: by its name's ending, and by how its content begins.</summary>
internal sealed record FileType(string Ending, string MediaType, FileFamily Family, byte[] Begins);

/// <summary>The kinds of files that are taken from people.</summary>
internal static class FileTypes
{
    /// <summary>For the field of a form.</summary>
    public const string Accept = ".pdf,.doc,.docx,.odt,.rtf,.xls,.xlsx,.ods,.ppt,.pptx,.odp,.jpg,.jpeg,.png,.txt,.sig,.p7s";

    /// <summary>For people.</summary>
    public const string Taken = "Принимаются PDF, Word, Excel, PowerPoint, файлы LibreOffice, картинки JPEG и PNG, текст и подписи SIG.";

    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0];
    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";
    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    private static readonly FileType[] All =
    [
        new(".pdf", "application/pdf", FileFamily.Pdf, []),
        new(".docx", OpenXml + "wordprocessingml.document", FileFamily.Office, Zip),
        new(".xlsx", OpenXml + "spreadsheetml.sheet", FileFamily.Office, Zip),
        new(".pptx", OpenXml + "presentationml.presentation", FileFamily.Office, Zip),
        new(".odt", OpenDocument + "text", FileFamily.Office, Zip),
        new(".ods", OpenDocument + "spreadsheet", FileFamily.Office, Zip),
        new(".odp", OpenDocument + "presentation", FileFamily.Office, Zip),
        new(".doc", "application/msword", FileFamily.OldOffice, Compound),
        new(".xls", "application/vnd.ms-excel", FileFamily.OldOffice, Compound),
        new(".ppt", "application/vnd.ms-powerpoint", FileFamily.OldOffice, Compound),
        new(".rtf", "application/rtf", FileFamily.OldOffice, "{\\rtf"u8.ToArray()),
        new(".jpg", "image/jpeg", FileFamily.Picture, [0xFF, 0xD8, 0xFF]),
        new(".jpeg", "image/jpeg", FileFamily.Picture, [0xFF, 0xD8, 0xFF]),
        new(".png", "image/png", FileFamily.Picture, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        new(".txt", "text/plain", FileFamily.Text, []),
        new(".sig", "application/pkcs7-signature", FileFamily.Signature, []),
        new(".p7s", "application/pkcs7-signature", FileFamily.Signature, []),
    ];

    public static FileType? Of(string name) => Array.Find(All, known => name.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));

    public static bool IsArchive(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".ZIP" or ".RAR" or ".7Z" or ".TAR" or ".GZ" or ".ARJ";
}
