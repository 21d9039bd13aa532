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

    /// <summary>A file of one page as the browser sends it.</summary>
    public static FilePayload Pdf(string name, string words) =>
        new()
        {
            Name = name,
            MimeType = "application/pdf",
            Buffer = Encoding.ASCII.GetBytes(PdfOf($"BT /F 18 Tf 60 760 Td ({words}) Tj ET")),
        };

    /// <summary>The objects, the table of where they are, and the trailer (ISO 32000-1, 7.5).</summary>
    private static string PdfOf(string content)
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            $"<</Length {content.Length}>>stream\n{content}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        for (var number = 1; number <= objects.Length; number++)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }

        var start = file.Length;
        return $"{file}{table}trailer<</Root 1 0 R/Size {objects.Length + 1}>>\nstartxref\n{start}\n%%EOF\n";
    }
}
