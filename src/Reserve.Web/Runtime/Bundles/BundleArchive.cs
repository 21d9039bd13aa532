using System.IO.Compression;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A bundle as a zip archive: its files by their paths, in one folder or in none.</summary>
internal static class BundleArchive
{
    private const int MostFiles = 300;
    private const long MostBytes = 50_000_000;

    public static byte[] Write(ProcessBundle bundle)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var path in bundle.Paths)
            {
                var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
                // The same bundle makes the same bytes.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var target = entry.Open();
                target.Write(bundle.Content(path)!.Raw);
            }
        }
        return buffer.ToArray();
    }

    /// <summary>The bundle, or every reason why the archive is none.</summary>
    public static (ProcessBundle? Bundle, IReadOnlyList<string> Problems) Read(byte[] bytes)
    {
        var problems = new List<string>();
        var bundle = ProcessBundle.Empty;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            var entries = archive.Entries.Where(entry => entry.Name.Length > 0).ToList();
            if (entries.Count > MostFiles)
                return (null, [$"в архиве больше {MostFiles} файлов"]);
            var root = Root(entries);
            var total = 0L;
            foreach (var entry in entries)
            {
                var path = entry.FullName.Replace('\\', '/');
                path = path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path;
                if (BundleFile.KindOf(path) is not { } kind)
                {
                    problems.Add($"«{Shortened(path)}» не может быть файлом процесса");
                    continue;
                }
                var most = kind == BundleFileKind.Template ? BundleFile.MaximumTemplate : BundleFile.MaximumText;
                if (Content(entry, most) is not { } content)
                {
                    problems.Add($"{path}: файл слишком большой");
                    continue;
                }
                total += content.Length;
                if (total > MostBytes)
                    return (null, [$"в архиве больше {MostBytes / 1_000_000} МБ"]);
                if (bundle.Content(path) is not null)
                    problems.Add($"{path}: встречается дважды");
                bundle = bundle.With(path, ProcessBundle.Content(kind, content));
            }
        }
        catch (Exception bad) when (bad is InvalidDataException or NotSupportedException)
        {
            return (null, ["это не архив zip или он повреждён"]);
        }
        if (bundle.Xml.Length == 0)
            problems.Add($"нет файла {ProcessBundle.Drawing}");
        return problems.Count > 0 ? (null, problems) : (bundle, []);
    }

    /// <summary>The folder in which the drawing lies, with its slash.</summary>
    private static string Root(List<ZipArchiveEntry> entries) =>
        entries
            .Where(entry => entry.Name == ProcessBundle.Drawing)
            .Select(entry => entry.FullName.Replace('\\', '/')[..^ProcessBundle.Drawing.Length])
            .MinBy(folder => folder.Length)
        ?? "";

    /// <summary>What is unpacked is counted: the archive's own word about it may be wrong.</summary>
    private static byte[]? Content(ZipArchiveEntry entry, int most)
    {
        using var source = entry.Open();
        using var target = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            if (target.Length + read > most)
                return null;
            target.Write(buffer, 0, read);
        }
        return target.ToArray();
    }

    private static string Shortened(string path) => path.Length > 80 ? path[..80] + "…" : path;
}
