using System.Diagnostics;
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

    /// <summary>A file as LibreOffice saves it in another format.</summary>
    public static async Task<byte[]> Converted(string name, string text, string format)
    {
        var folder = Directory.CreateTempSubdirectory("reserve-office-").FullName;
        await OneAtATime.WaitAsync();
        try
        {
            var file = Path.Combine(folder, name);
            await File.WriteAllTextAsync(file, text);
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
            return await File.ReadAllBytesAsync(Path.ChangeExtension(file, format));
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
