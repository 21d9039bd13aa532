using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Papers.Preview;
using Reserve.Web.Tests.Features.Files;
using UglyToad.PdfPig;

namespace Reserve.Web.Tests.Features.Appointments.Documents;

/// <summary>What LibreOffice makes of the parts that have no pages of their own.</summary>
public sealed class PackBookTests
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_in_front_has_its_title_and_the_pages_of_each_part()
    {
        var folder = Directory.CreateTempSubdirectory("reserve-book-").FullName;
        using var preview = new PagePreview(Options.Create(new PreviewSettings()), folder, new FakeTimeProvider());
        if (!preview.IsAvailable)
            Assert.Skip("LibreOffice is not installed here.");
        using var book = new PackBook(preview);
        await book.Add(Part("Письмо: письмо.txt"), "Первая строка письма\nвторая строка"u8.ToArray(), Now);
        await book.Add(Part("Скан: скан.pdf"), Sheets.Pdf("one", "two"), Now);
        await book.Add(Part("Подпись: скан.sig"), [1, 2, 3], Now);
        using var pdf = PdfDocument.Open((await book.Bind("Материалы дела № 2026-0007", Now))!);
        Assert.Equal(4, pdf.NumberOfPages);
        var list = Words(pdf, 1);
        Assert.StartsWith("Материалы дела № 2026-0007", list, StringComparison.Ordinal);
        Assert.Contains("Письмо: письмо.txt 2", list, StringComparison.Ordinal);
        Assert.Contains("Скан: скан.pdf 3", list, StringComparison.Ordinal);
        Assert.Contains("Не вошло: «Подпись: скан.sig»", list, StringComparison.Ordinal);
        Assert.Equal("Первая строка письма вторая строка", Words(pdf, 2));
        Assert.Equal("two", Words(pdf, 4));
        Directory.Delete(folder, recursive: true);
    }

    private static PackPart Part(string title) =>
        new(title, title[(title.IndexOf(' ') + 1)..], new CaseDocumentId(Guid.NewGuid()), null, 0);

    private static string Words(PdfDocument pdf, int page) => string.Join(' ', pdf.GetPage(page).GetWords().Select(word => word.Text));
}
