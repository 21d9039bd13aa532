using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reserve.Web.Features.Papers.Preview;

namespace Reserve.Web.Tests.Features.Papers;

/// <summary>Programs in place of LibreOffice show what is done with one; the last test asks LibreOffice itself.</summary>
public sealed class PagePreviewTests : IDisposable
{
    private const string Pdf = "%PDF-1.7 /Type/Pages /Type /Page  /Type/Page ";
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-preview-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_LibreOffice_a_plain_word_says_so()
    {
        using var preview = Preview("no-such-program-anywhere");
        Assert.False(preview.IsAvailable);
        var none = Assert.IsType<PagesShown.None>(await preview.Of([1], ".docx", CancellationToken.None));
        Assert.Equal(PagePreview.NotInstalled, none.Why);
    }

    [Fact]
    public async Task A_paper_is_converted_once_however_often_it_is_looked_at()
    {
        var calls = Path.Combine(folder, "calls");
        using var preview = Preview(
            Program($"echo x >> {calls}\nfor last; do :; done\nprintf '%s' '{Pdf}' > \"$(dirname \"$last\")/paper.pdf\"")
        );
        for (var look = 0; look < 3; look++)
        {
            var ready = Assert.IsType<PagesShown.Ready>(await preview.Of([1, 2], ".docx", CancellationToken.None));
            Assert.Equal(2, ready.Count);
            Assert.Equal(Pdf, System.Text.Encoding.Latin1.GetString(ready.Pdf));
        }
        await preview.Of([3], ".docx", CancellationToken.None);
        Assert.Equal(2, (await File.ReadAllLinesAsync(calls)).Length);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended_with_its_children()
    {
        var child = Path.Combine(folder, "child");
        using var preview = Preview(Program($"sleep 300 &\necho $! > {child}\nwait"), seconds: 1);
        var none = Assert.IsType<PagesShown.None>(await preview.Of([1], ".docx", CancellationToken.None));
        Assert.Equal(PagePreview.TooLong, none.Why);
        var id = (await File.ReadAllTextAsync(child)).Trim();
        for (var look = 0; look < 50 && IsAlive(id); look++)
            await Task.Delay(100);
        Assert.False(IsAlive(id));
    }

    [Fact]
    public async Task A_program_that_asks_for_more_memory_than_it_may_is_told_of()
    {
        // tail keeps the one line that it is given, which has no end.
        using var preview = Preview(Program("head -c 400m /dev/zero | tail -n 1 > /dev/null"), megabytes: 64);
        var none = Assert.IsType<PagesShown.None>(await preview.Of([1], ".docx", CancellationToken.None));
        Assert.Equal(PagePreview.OutOfMemory, none.Why);
        using var roomy = Preview(Program("exit 3"), megabytes: 64);
        Assert.Equal(PagePreview.Failed, Assert.IsType<PagesShown.None>(await roomy.Of([1], ".docx", CancellationToken.None)).Why);
    }

    [Fact]
    public async Task LibreOffice_itself_keeps_within_its_memory()
    {
        if (LimitedProgram.Find("soffice") is null)
            Assert.Skip("LibreOffice is not installed.");
        var file = await Certificate();
        foreach (var megabytes in (int[])[5, 50, 200])
        {
            using var preview = Preview("soffice", seconds: 120, megabytes: megabytes);
            var none = Assert.IsType<PagesShown.None>(await preview.Of(file, ".docx", CancellationToken.None));
            Assert.Equal(PagePreview.OutOfMemory, none.Why);
        }
    }

    private static Task<byte[]> Certificate() =>
        File.ReadAllBytesAsync(Path.Combine(Repository.Root, "workflows", "reserve-cycle", "templates", "certificate.docx"));

    [Fact]
    public async Task More_than_may_wait_are_turned_away()
    {
        var begun = Path.Combine(folder, "begun");
        using var preview = Preview(Program($"touch {begun}\nsleep 2"), waiting: 0);
        var first = preview.Of([1], ".docx", CancellationToken.None);
        while (!File.Exists(begun))
            await Task.Delay(20);
        var second = Assert.IsType<PagesShown.None>(await preview.Of([2], ".docx", CancellationToken.None));
        Assert.Equal(PagePreview.Busy, second.Why);
        Assert.IsType<PagesShown.None>(await first);
    }

    [Fact]
    public async Task The_program_learns_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("RESERVE_PREVIEW_SECRET", "hidden");
        var seen = Path.Combine(folder, "seen");
        using var preview = Preview(Program($"env > {seen}"));
        await preview.Of([1], ".docx", CancellationToken.None);
        var text = await File.ReadAllTextAsync(seen);
        Assert.Contains("HOME=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_stays_within_its_bound_and_its_time()
    {
        var clock = new FakeTimeProvider();
        var cache = new PreviewCache(Path.Combine(folder, "kept"), 100, TimeSpan.FromHours(1), clock);
        cache.Keep("a", new byte[60]);
        clock.Advance(TimeSpan.FromMinutes(5));
        cache.Keep("b", new byte[60]);
        Assert.Null(cache.Find("a"));
        Assert.NotNull(cache.Find("b"));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(cache.Find("b"));
    }

    [Fact]
    public async Task LibreOffice_shows_a_shipped_paper_as_pages()
    {
        using var preview = Preview("soffice", seconds: 120);
        if (!preview.IsAvailable)
            Assert.Skip("LibreOffice is not installed.");
        var file = await Certificate();
        var ready = Assert.IsType<PagesShown.Ready>(await preview.Of(file, ".docx", CancellationToken.None));
        Assert.Equal(1, ready.Count);
        if (LimitedProgram.Find("pdftoppm") is not null)
            Assert.StartsWith("PNG", System.Text.Encoding.Latin1.GetString(Assert.Single(ready.Pictures))[1..], StringComparison.Ordinal);
    }

    private PagePreview Preview(string office, int seconds = 20, int waiting = 8, int megabytes = 1024) =>
        new(
            Options.Create(
                new PreviewSettings
                {
                    Office = office,
                    Seconds = seconds,
                    Waiting = waiting,
                    Megabytes = megabytes,
                }
            ),
            Path.Combine(folder, "preview"),
            TimeProvider.System
        );

    private string Program(string text)
    {
        var file = Path.Combine(folder, $"office{Directory.GetFiles(folder).Length.ToString(CultureInfo.InvariantCulture)}");
        File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    // One that has ended and that nobody has asked after yet is a zombie.
    private static bool IsAlive(string id) =>
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);
}
