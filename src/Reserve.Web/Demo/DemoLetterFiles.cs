using System.IO.Compression;
using System.Security;
using System.Text;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Demo;

/// <summary>What came with the requests of the demonstration: short Word documents. Everybody is made up.</summary>
internal static class DemoLetterFiles
{
    private const string Main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private const string Packaging = "http://schemas.openxmlformats.org/package/2006/";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    private const string Words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private static readonly (string Name, string[] Lines)[] All =
    [
        ("Представление", ["ПРЕДСТАВЛЕНИЕ", "Просим согласовать назначение: {0}.", "Кандидат отвечает квалификационным требованиям."]),
        ("Анкета", ["АНКЕТА", "Фамилия, имя, отчество: {0}", "Гражданство: Российская Федерация", "Образование: высшее"]),
        ("Справка-объективка", ["СПРАВКА-ОБЪЕКТИВКА", "{0}", "В системе образования с 2004 года, на руководящей работе с 2011 года."]),
        ("Диплом и сведения о трудовой деятельности", ["СВЕДЕНИЯ О ТРУДОВОЙ ДЕЯТЕЛЬНОСТИ", "{0}", "Стаж: 21 год."]),
        ("Согласие", ["СОГЛАСИЕ НА ОБРАБОТКУ ПЕРСОНАЛЬНЫХ ДАННЫХ", "Я, {0}, даю согласие на обработку моих персональных данных."]),
        ("Характеристика", ["ХАРАКТЕРИСТИКА", "{0}", "Ответственный руководитель, пользуется уважением коллег."]),
        ("Программа развития", ["ПРОГРАММА РАЗВИТИЯ СИСТЕМЫ ОБРАЗОВАНИЯ ОКРУГА", "{0}", "Цель: доступность и качество образования."]),
        ("Презентация", ["ПРЕЗЕНТАЦИЯ ПРОГРАММЫ", "{0}", "Что сделано, что предстоит."]),
    ];

    /// <summary>The first of them, for a person.</summary>
    public static IReadOnlyList<GivenFile> Of(string person, int count) =>
        [
            .. All.Take(count)
                .Select(one => new GivenFile(
                    one.Name + ".docx",
                    Word([.. one.Lines.Select(line => line.Replace("{0}", person, StringComparison.Ordinal))])
                )),
        ];

    /// <summary>The region's order of appointment, as its scan.</summary>
    public static GivenFile ActFor(string person, string number) =>
        new("Распоряжение.docx", Word(["РАСПОРЯЖЕНИЕ", $"№ {number}", $"О назначении: {person}"]));

    private static byte[] Word(string[] lines)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(
                archive,
                "[Content_Types].xml",
                $"""
                <Types xmlns="{Packaging}content-types"><Default Extension="rels"
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
                ContentType="{Main}"/></Types>
                """
            );
            Write(
                archive,
                "_rels/.rels",
                $"""
                <Relationships xmlns="{Packaging}relationships"><Relationship Id="r1" Type="{Relations}"
                Target="word/document.xml"/></Relationships>
                """
            );
            var paragraphs = lines.Select(line => $"<w:p><w:r><w:t>{SecurityElement.Escape(line)}</w:t></w:r></w:p>");
            Write(
                archive,
                "word/document.xml",
                $"""<w:document xmlns:w="{Words}"><w:body>{string.Concat(paragraphs)}</w:body></w:document>"""
            );
        }

        return bytes.ToArray();
    }

    private static void Write(ZipArchive archive, string name, string content)
    {
        using var part = archive.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(content));
    }
}
