using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Documents.Tests;

/// <summary>LibreOffice and Poppler as a reader of our files; each call has a profile folder of its own.</summary>
internal static partial class Office
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Where to keep what was made, to be looked at; from the environment.</summary>
    private static readonly string? Kept = Environment.GetEnvironmentVariable("RESERVE_KEEP_PAPERS");

    /// <summary>Converts the files to PDF and gives the text of each, blanks joined.</summary>
    public static async Task<Dictionary<string, string>> Read(IReadOnlyDictionary<string, byte[]> files)
    {
        var folder = Directory.CreateTempSubdirectory("reserve-office-").FullName;
        try
        {
            foreach (var (name, bytes) in files)
                await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
            await OneAtATime.WaitAsync();
            try
            {
                await Run(
                    "soffice",
                    [
                        $"-env:UserInstallation=file://{folder}/profile",
                        "--headless",
                        "--norestore",
                        "--convert-to",
                        "pdf",
                        "--outdir",
                        folder,
                        .. files.Keys.Select(name => Path.Combine(folder, name)),
                    ]
                );
            }
            finally
            {
                OneAtATime.Release();
            }

            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in files.Keys)
            {
                var pdf = Path.Combine(folder, Path.ChangeExtension(name, ".pdf"));
                Assert.True(File.Exists(pdf), $"{name} was not converted");
                texts.Add(name, Joined(await Run("pdftotext", ["-layout", pdf, "-"])));
                if (Kept is not null)
                {
                    Directory.CreateDirectory(Kept);
                    File.Copy(pdf, Path.Combine(Kept, Path.GetFileName(pdf)), overwrite: true);
                    File.Copy(Path.Combine(folder, name), Path.Combine(Kept, name), overwrite: true);
                }
            }

            return texts;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The pictures of a file as LibreOffice prints it: the page and the size in millimetres, in the order of the pages.</summary>
    public static async Task<string[]> Pictures(string name, byte[] file)
    {
        var pdf = await Converted(name, file, "pdf");
        var folder = Directory.CreateTempSubdirectory("reserve-office-").FullName;
        try
        {
            var path = Path.Combine(folder, "pictures.pdf");
            await File.WriteAllBytesAsync(path, pdf);
            // page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
            return
            [
                .. (await Run("pdfimages", ["-list", path]))
                    .Split('\n')
                    .Skip(2)
                    .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Where(line => line.Length > 13 && line[2] == "image")
                    .Select(line => $"{line[0]}: {Millimetres(line[3], line[12])} x {Millimetres(line[4], line[13])}"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Millimetres(string pixels, string perInch) =>
        (int)Math.Round(double.Parse(pixels, CultureInfo.InvariantCulture) / double.Parse(perInch, CultureInfo.InvariantCulture) * 25.4);

    /// <summary>A file as LibreOffice saves it in another format.</summary>
    public static Task<byte[]> Converted(string name, string text, string format) => Converted(name, Encoding.UTF8.GetBytes(text), format);

    /// <summary>A file as LibreOffice saves it in another format.</summary>
    public static async Task<byte[]> Converted(string name, byte[] content, string format)
    {
        var folder = Directory.CreateTempSubdirectory("reserve-office-").FullName;
        await OneAtATime.WaitAsync();
        try
        {
            var file = Path.Combine(folder, name);
            await File.WriteAllBytesAsync(file, content);
            await Run(
                "soffice",
                [
                    $"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--norestore",
                    "--convert-to",
                    format,
                    "--outdir",
                    folder,
                    file,
                ]
            );
            var converted = await File.ReadAllBytesAsync(Path.ChangeExtension(file, format));
            if (Kept is not null)
            {
                Directory.CreateDirectory(Kept);
                await File.WriteAllBytesAsync(Path.Combine(Kept, Path.ChangeExtension(name, format)), converted);
            }

            return converted;
        }
        finally
        {
            OneAtATime.Release();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Every word of the text, whatever blanks, line ends and hyphens of the layout stand between.</summary>
    public static string Joined(string text) => Blanks().Replace(text, "");

    private static async Task<string> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return output;
    }

    [GeneratedRegex(@"[\s\u00A0\u00AD]+")]
    private static partial Regex Blanks();
}
