using System.Text;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>The page of a case's documents.</summary>
internal static class DocumentPages
{
    /// <summary>Every document that has no file is marked as shown on paper.</summary>
    public static async Task ShowTheRestOnPaper(Person officer)
    {
        var missing = officer.Page.Locator("li.list-group-item", new() { HasText = "не хватает" });
        while (await missing.CountAsync() is var left && left > 0)
        {
            var first = missing.First;
            await first.Locator("summary").ClickAsync();
            await first.Locator("textarea").FillAsync("Предъявлен лично при подаче.");
            await first.GetByRole(AriaRole.Button, new() { Name = "Отметить" }).ClickAsync();
            await Assertions.Expect(missing).ToHaveCountAsync(left - 1);
        }
    }

    /// <summary>A file as the browser sends it.</summary>
    public static FilePayload Pdf(string name, string words) =>
        new()
        {
            Name = name,
            MimeType = "application/pdf",
            Buffer = Encoding.ASCII.GetBytes(
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                    + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
                    + $"4 0 obj<</Length {words.Length + 31}>>stream\nBT /F 18 Tf 60 760 Td ({words}) Tj ET\nendstream endobj\n"
                    + "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
            ),
        };
}
