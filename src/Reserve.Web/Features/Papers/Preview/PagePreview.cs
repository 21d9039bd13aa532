using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Features.Papers.Preview;

/// <summary>A paper as pages: a closed set.</summary>
public abstract record PagesShown
{
    private PagesShown() { }

    /// <summary>The pages.</summary>
    /// <param name="Pdf">All of them as PDF.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Pictures">Some of them as PNG; none where nothing makes pictures here.</param>
    public sealed record Ready(byte[] Pdf, int Count, IReadOnlyList<byte[]> Pictures) : PagesShown
    {
        /// <summary>The number of the page that the first picture shows.</summary>
        public int First { get; init; } = 1;

        public int Last => First + Pictures.Count - 1;
    }

    /// <summary>There are none, and why, in Russian.</summary>
    public sealed record None(string Why) : PagesShown;
}

/// <summary>
/// Shows documents as pages by LibreOffice: one at a time, a few may wait, each within a time and a memory, in a profile of its own, and
/// what has been shown is kept for a while.
/// </summary>
public sealed partial class PagePreview : IDisposable
{
    public const string NotInstalled = "Предпросмотр страниц недоступен: LibreOffice не установлен.";
    public const string Busy = "Предпросмотр страниц занят: повторите через минуту.";
    public const string Failed = "LibreOffice не смог прочитать этот файл.";
    public const string TooLong = "LibreOffice не успел показать этот файл за отведённое время.";
    public const string OutOfMemory = "LibreOffice не хватило отведённой памяти, чтобы показать этот файл.";
    private const string PicturesPerInch = "80";
    private readonly PreviewSettings settings;
    private readonly PreviewCache cache;
    private readonly SemaphoreSlim one = new(1);
    private int waiting;

    public PagePreview(IOptions<PreviewSettings> options, string folder, TimeProvider clock)
    {
        settings = options.Value;
        cache = new PreviewCache(folder, settings.CacheMegabytes * 1024L * 1024, TimeSpan.FromHours(settings.CacheHours), clock);
    }

    /// <summary>Whether there is a program that makes pages.</summary>
    public bool IsAvailable => LimitedProgram.Find(settings.Office) is not null;

    private ProgramLimits Limits => new(TimeSpan.FromSeconds(settings.Seconds), settings.Megabytes);

    private string Home => Path.Combine(cache.Folder, $"work-{Environment.ProcessId}");

    public void Dispose()
    {
        one.Dispose();
        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
    }

    /// <summary>The pages of a document, a workbook, a presentation, or of what is PDF already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ending">Its ending with the dot.</param>
    /// <param name="cancellationToken">Ends the wait, and the conversion that nobody waits for any more.</param>
    /// <param name="first">The first page to show.</param>
    public async Task<PagesShown> Of(byte[] file, string ending, CancellationToken cancellationToken, int first = 1)
    {
        var (pdf, why) = await Pdf(file, ending, cancellationToken);
        return pdf is null ? new PagesShown.None(why!) : await Shown(pdf, first, cancellationToken);
    }

    /// <summary>A file as PDF, or why there is none, in Russian.</summary>
    public async Task<(byte[]? Pdf, string? Why)> Pdf(byte[] file, string ending, CancellationToken cancellationToken)
    {
        if (ending.Equals(".pdf", StringComparison.OrdinalIgnoreCase))
            return (file, null);
        var key = Convert.ToHexStringLower(SHA256.HashData(file));
        if (cache.Find(key) is { } known)
            return (known, null);
        if (LimitedProgram.Find(settings.Office) is not { } office)
            return (null, NotInstalled);
        if (Interlocked.Increment(ref waiting) > settings.Waiting + 1)
        {
            Interlocked.Decrement(ref waiting);
            return (null, Busy);
        }

        try
        {
            await one.WaitAsync(cancellationToken);
            try
            {
                // Whoever waited before may have asked for the same.
                if (cache.Find(key) is { } meanwhile)
                    return (meanwhile, null);
                var (pdf, end) = await Converted(office, file, ending, cancellationToken);
                if (pdf is null)
                    return (
                        null,
                        end switch
                        {
                            ProgramEnd.TooLong => TooLong,
                            ProgramEnd.OutOfMemory => OutOfMemory,
                            _ => Failed,
                        }
                    );
                cache.Keep(key, pdf);
                return (pdf, null);
            }
            finally
            {
                one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task<(byte[]? Pdf, ProgramEnd End)> Converted(
        string office,
        byte[] file,
        string ending,
        CancellationToken cancellationToken
    )
    {
        var home = Path.Combine(Home, Path.GetRandomFileName());
        PreviewCache.MakePrivate(home);
        try
        {
            var input = Path.Combine(home, "paper" + ending);
            await File.WriteAllBytesAsync(input, file, cancellationToken);
            var profile = Path.Combine(Path.GetFullPath(Home), "profile");
            string[] arguments =
            [
                $"-env:UserInstallation={new Uri(profile).AbsoluteUri}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                "--convert-to",
                "pdf",
                "--outdir",
                home,
                input,
            ];
            var end = await LimitedProgram.Run(office, arguments, home, Limits, cancellationToken);
            // What was broken off in its midst would hinder the next.
            if (end != ProgramEnd.Fine && Directory.Exists(profile))
                Directory.Delete(profile, recursive: true);
            var pdf = Path.Combine(home, "paper.pdf");
            return (end == ProgramEnd.Fine && File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancellationToken) : null, end);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private async Task<PagesShown.Ready> Shown(byte[] pdf, int first, CancellationToken cancellationToken)
    {
        var pictures = LimitedProgram.Find(settings.Pictures) is { } program ? await Pictures(program, pdf, first, cancellationToken) : [];
        return new PagesShown.Ready(pdf, Math.Max(CountOf(pdf), first - 1 + pictures.Count), pictures) { First = first };
    }

    /// <summary>How many pages there are; of a file that cannot be read as a whole, those that are seen in it.</summary>
    private static int CountOf(byte[] pdf)
    {
        var seen = Page().Count(System.Text.Encoding.Latin1.GetString(pdf));
        if (seen > 0)
            return seen;
        try
        {
            using var document = UglyToad.PdfPig.PdfDocument.Open(pdf);
            return document.NumberOfPages;
        }
        // The reader has no kind of fault of its own.
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return 0;
        }
    }

    private async Task<IReadOnlyList<byte[]>> Pictures(string program, byte[] pdf, int first, CancellationToken cancellationToken)
    {
        var home = Path.Combine(Home, Path.GetRandomFileName());
        PreviewCache.MakePrivate(home);
        try
        {
            var input = Path.Combine(home, "paper.pdf");
            await File.WriteAllBytesAsync(input, pdf, cancellationToken);
            string[] arguments =
            [
                "-png",
                "-r",
                PicturesPerInch,
                "-f",
                $"{first}",
                "-l",
                $"{first + settings.MostPages - 1}",
                input,
                Path.Combine(home, "page"),
            ];
            if (await LimitedProgram.Run(program, arguments, home, Limits, cancellationToken) != ProgramEnd.Fine)
                return [];
            var pages = new List<byte[]>();
            foreach (var page in Directory.EnumerateFiles(home, "page*.png").Order(StringComparer.Ordinal))
                pages.Add(await File.ReadAllBytesAsync(page, cancellationToken));
            return pages;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>A page of a PDF as LibreOffice writes it.</summary>
    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex Page();
}
