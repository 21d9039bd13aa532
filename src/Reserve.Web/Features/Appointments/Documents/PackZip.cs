using System.IO.Compression;
using System.Text;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>The files of a pack as an archive: numbered in reading order, with names that Windows reads (UTF-8 by its flag).</summary>
internal static class PackZip
{
    private const string NotInNames = "<>:\"/\\|?*";

    public static async Task Write(
        Stream to,
        IReadOnlyList<PackPart> parts,
        Func<PackPart, Task<byte[]>> content,
        CancellationToken cancellationToken
    )
    {
        await using var archive = await ZipArchive.CreateAsync(
            to,
            ZipArchiveMode.Create,
            leaveOpen: true,
            Encoding.UTF8,
            cancellationToken
        );
        for (var number = 0; number < parts.Count; number++)
        {
            var entry = archive.CreateEntry(NameOf(number + 1, parts[number]), CompressionLevel.Fastest);
            await using var stream = await entry.OpenAsync(cancellationToken);
            await stream.WriteAsync(await content(parts[number]), cancellationToken);
        }
    }

    public static string NameOf(int number, PackPart part) =>
        $"{number:00} {string.Concat(part.FileName.Select(letter => NotInNames.Contains(letter) ? '_' : letter))}";
}
