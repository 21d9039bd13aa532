using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Papers.Preview;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Outline;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Writer;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Puts parts together to one PDF, with a bookmark for each and a list of them in front.</summary>
internal sealed class PackBook(PagePreview preview) : IDisposable
{
    private const double Margin = 28;
    private const int MostPages = 2_000;

    private readonly PdfDocumentBuilder builder = new();
    private readonly List<PdfDocument> open = [];
    private readonly List<(string Title, byte[] Pdf, int Pages)> parts = [];
    private readonly List<string> leftOut = [];
    private int pages;

    public IReadOnlyList<string> LeftOut => leftOut;

    public void Dispose()
    {
        foreach (var document in open)
            document.Dispose();
        builder.Dispose();
    }

    /// <summary>Takes a part, or notes why it is not in the book.</summary>
    public async Task Add(PackPart part, byte[] content, CancellationToken cancellationToken)
    {
        var (pdf, why) = await PdfOf(part, content, cancellationToken);
        if (pdf is null)
        {
            leftOut.Add($"«{part.Title}»: {why}");
            return;
        }

        try
        {
            using var document = PdfDocument.Open(pdf);
            var count = document.NumberOfPages;
            if (pages + count > MostPages)
            {
                leftOut.Add($"«{part.Title}»: в одном файле не больше {MostPages} страниц.");
                return;
            }

            pages += count;
            parts.Add((part.Title, pdf, count));
        }
        // The reader has no kind of fault of its own.
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            leftOut.Add($"«{part.Title}»: файл не читается как PDF.");
        }
    }

    /// <summary>The book; null when nothing could be put into it.</summary>
    /// <param name="title">What it is about, in Russian.</param>
    /// <param name="cancellationToken">Ends the wait for the list in front.</param>
    public async Task<byte[]?> Bind(string title, CancellationToken cancellationToken)
    {
        if (parts.Count == 0)
            return null;
        // How long the list is moves the numbers in it: a second one counts from behind the first.
        var front = await Front(title, 1, cancellationToken);
        if (front is not null)
            front = await Front(title, PagesOf(front), cancellationToken);
        var bookmarks = new List<BookmarkNode>();
        var at = 1;
        foreach (var (name, pdf, _) in front is null ? parts : parts.Prepend(("Содержание", front, 0)))
        {
            bookmarks.Add(Bookmark(name, at));
            at += Append(name, pdf);
        }

        builder.Bookmarks = new Bookmarks(bookmarks);
        builder.DocumentInformation.Title = title;
        return builder.Build();
    }

    private int Append(string name, byte[] pdf)
    {
        var document = PdfDocument.Open(pdf);
        open.Add(document);
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            try
            {
                builder.AddPage(document, number);
            }
            // A page that cannot be copied leaves an empty one, so that the numbers stay.
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                builder.AddPage(PageSize.A4);
                leftOut.Add($"«{name}»: страница {number} не читается.");
            }
        }

        return document.NumberOfPages;
    }

    private static int PagesOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return document.NumberOfPages;
    }

    private static DocumentBookmarkNode Bookmark(string title, int page) =>
        new(title, 0, new ExplicitDestination(page, ExplicitDestinationType.FitPage, ExplicitDestinationCoordinates.Empty), []);

    /// <summary>The list of parts with their pages; null where nothing makes pages here.</summary>
    private async Task<byte[]?> Front(string title, int before, CancellationToken cancellationToken)
    {
        var rows = new StringBuilder($"<tr><td colspan=\"2\"><font size=\"5\"><b>{HtmlEncoder.Default.Encode(title)}</b></font></td></tr>");
        var at = before + 1;
        foreach (var (name, _, count) in parts)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlEncoder.Default.Encode(name)}</td><td align=\"right\">{at}</td></tr>");
            at += count;
        }

        foreach (var one in leftOut)
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"2\">Не вошло: {HtmlEncoder.Default.Encode(one)}</td></tr>");
        return (await preview.Pdf(Html($"{rows}"), ".html", cancellationToken)).Pdf;
    }

    private async Task<(byte[]? Pdf, string? Why)> PdfOf(PackPart part, byte[] content, CancellationToken cancellationToken)
    {
        var type = FileTypes.Of(part.FileName);
        return type?.Family switch
        {
            FileFamily.Picture => (PictureOf(content, type), "картинка не читается."),
            FileFamily.Text => await preview.Pdf(Html($"<tr><td>{Lines(FileCheck.TextOf(content))}</td></tr>"), ".html", cancellationToken),
            FileFamily.Signature => (null, "электронная подпись, в ней нет страниц."),
            null => (null, "такие файлы не показываются страницами."),
            _ => await preview.Pdf(content, type.Ending, cancellationToken),
        };
    }

    private static string Lines(string text) =>
        string.Join("<br>", text.Split('\n').Select(line => HtmlEncoder.Default.Encode(line.TrimEnd('\r'))));

    /// <summary>LibreOffice loses the first paragraph of a page of HTML: everything stands in a table.</summary>
    private static byte[] Html(string rows) =>
        Encoding.UTF8.GetBytes(
            "<html><head><meta charset=\"utf-8\"></head><body style=\"font-family: 'Liberation Serif'\">"
                + $"<table width=\"100%\">{rows}</table></body></html>"
        );

    /// <summary>A page with the picture as large as it fits.</summary>
    private static byte[]? PictureOf(byte[] content, FileType type)
    {
        try
        {
            using var one = new PdfDocumentBuilder();
            var (width, height) = FileCheck.SizeOf(content);
            var page = one.AddPage(PageSize.A4, isPortrait: height >= width);
            var (wide, high) = (page.PageSize.Width - (2 * Margin), page.PageSize.Height - (2 * Margin));
            var scale = Math.Min(wide / width, high / height);
            var (left, bottom) = ((page.PageSize.Width - (width * scale)) / 2, (page.PageSize.Height - (height * scale)) / 2);
            var place = new PdfRectangle(left, bottom, left + (width * scale), bottom + (height * scale));
            if (type.MediaType == "image/png")
                page.AddPng(content, place);
            else
                page.AddJpeg(content, place);
            return one.Build();
        }
        // The reader of pictures has no kind of fault of its own.
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return null;
        }
    }
}
