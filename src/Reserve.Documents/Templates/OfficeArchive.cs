using System.IO.Compression;

namespace Reserve.Documents.Templates;

/// <summary>The entries of an archive, unpacked within limits.</summary>
internal sealed class OfficeArchive
{
    private OfficeArchive(List<(string Name, byte[] Bytes)> entries) => Entries = entries;

    public List<(string Name, byte[] Bytes)> Entries { get; }

    /// <summary>Unpacks; null with problems when the file is not a plain archive or beyond a limit.</summary>
    public static OfficeArchive? Read(Stream file, TemplateLimits limits, List<TemplateProblem> problems)
    {
        var bytes = Whole(file, limits.FileBytes);
        if (bytes is null)
            return Refuse($"файл больше {limits.FileBytes / (1024 * 1024)} МБ");
        if (bytes.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
            return Refuse(
                "файл зашифрован паролем или сохранён в старом формате (.doc, .xls, .ppt): нужен .docx, .xlsx или .pptx без пароля"
            );
        if (!bytes.AsSpan().StartsWith("PK"u8))
            return Refuse("это не файл .docx, .xlsx или .pptx (не архив ZIP)");
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > limits.Entries)
                return Refuse($"в архиве больше {limits.Entries} файлов");
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var entries = new List<(string, byte[])>(zip.Entries.Count);
            var total = 0L;
            foreach (var entry in zip.Entries)
            {
                var name = entry.FullName;
                if (name.EndsWith('/') && entry.Length == 0)
                    continue;
                if (!IsSound(name) || !names.Add(name))
                    problems.Add(new(Shown(name), "", "", "недопустимое или повторное имя файла в архиве"));
                else if (Unpack(entry, limits, ref total, problems) is { } content)
                    entries.Add((name, content));
                if (total > limits.TotalBytes)
                    return Refuse($"распакованный документ больше {limits.TotalBytes / (1024 * 1024)} МБ");
            }

            return problems.Count == 0 ? new(entries) : null;
        }
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or EndOfStreamException
                        or NotSupportedException
                        or IOException
                        or ArgumentException
                        or OverflowException
            )
        {
            return Refuse("архив повреждён");
        }

        OfficeArchive? Refuse(string message)
        {
            problems.Add(new("", "", "", message));
            return null;
        }
    }

    private static byte[]? Whole(Stream file, int limit)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            if (whole.Length + read > limit)
                return null;
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    // Part names: ECMA-376 part 2, 6.2.2.
    private static bool IsSound(string name) =>
        name.Length is > 0 and < 260
        && !name.StartsWith('/')
        && !name.Contains('\\')
        && !name.Contains(':')
        && !name.Any(char.IsControl)
        && !name.Split('/').Any(segment => segment.Length == 0 || segment.All(c => c == '.'));

    private static string Shown(string name)
    {
        var plain = new string([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
        return plain.Length <= 80 ? plain : plain[..80];
    }

    private static byte[]? Unpack(ZipArchiveEntry entry, TemplateLimits limits, ref long total, List<TemplateProblem> problems)
    {
        if (entry.IsEncrypted)
        {
            problems.Add(new(entry.FullName, "", "", "файл в архиве зашифрован"));
            return null;
        }

        const int Unquestioned = 1024 * 1024;
        var most = Math.Min(limits.EntryBytes, Math.Max(Unquestioned, entry.CompressedLength * limits.Ratio));
        most = Math.Min(most, limits.TotalBytes - total + 1);
        using var packed = entry.Open();
        using var content = new MemoryStream((int)Math.Clamp(entry.Length, 0, Math.Min(most, Unquestioned)));
        var buffer = new byte[16384];
        int read;
        while ((read = packed.Read(buffer)) > 0)
        {
            total += read;
            if (content.Length + read > most)
            {
                problems.Add(new(entry.FullName, "", "", "файл в архиве распаковывается сверх меры (похоже на архивную бомбу)"));
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
