using System.Text;
using Microsoft.Extensions.Options;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Tests.Features.Files;

public sealed class FileCheckTests
{
    private static readonly FileCheck Check = new(
        Options.Create(
            new FileSettings
            {
                Megabytes = 1,
                MostFiles = 3,
                MegabytesTogether = 2,
            }
        )
    );

    [Fact]
    public void A_file_that_is_what_it_says_is_taken_with_its_words()
    {
        var pdf = Look("Представление.pdf", Sheets.Pdf("Hello page one", "Second page"));
        Assert.Equal("application/pdf", pdf.Type.MediaType);
        Assert.Contains("Second page", pdf.Text, StringComparison.Ordinal);
        var word = Look("Анкета.docx", Sheets.Word("АНКЕТА", "Фамилия: Синицына"));
        Assert.Equal("АНКЕТА\nФамилия: Синицына\n", word.Text);
        Assert.Equal("image/png", Look("фото.PNG", Sheets.Png()).Type.MediaType);
        Assert.Equal("привет", Look("письмо.txt", Encoding.GetEncoding("utf-8").GetBytes("привет")).Text);
        Assert.Equal("привет", Look("старое.txt", [0xEF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]).Text);
    }

    [Theory]
    [InlineData("пусто.pdf", "", "пуст")]
    [InlineData("вирус.exe", "MZ", "не принят")]
    [InlineData("архив.zip", "PK", "приложите файлы по отдельности")]
    [InlineData("скан.pdf", "не PDF", "это не PDF")]
    [InlineData("скан.pdf", "%PDF-1.7 и ничего больше", "повреждён")]
    [InlineData("фото.jpg", "не картинка", "содержание другого вида")]
    [InlineData("анкета.docx", "не архив", "содержание другого вида")]
    public void A_file_that_is_not_is_refused_with_its_name_and_the_reason(string name, string content, string says)
    {
        var problem = Check.Look(new GivenFile(name, Encoding.UTF8.GetBytes(content))).Problem;
        Assert.Contains($"«{name}»", problem, StringComparison.Ordinal);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_locked_or_a_bomb_or_something_else_inside_is_refused()
    {
        Assert.Contains("паролем", Refused("анкета.docx", Sheets.Locked()), StringComparison.Ordinal);
        Assert.Contains("паролем", Refused("анкета.doc", Sheets.Locked()), StringComparison.Ordinal);
        Assert.Contains(
            "бомбу",
            Refused("бомба.docx", Sheets.Zip(("word/document.xml", new string('a', 200_000_000)))),
            StringComparison.Ordinal
        );
        Assert.Contains("другого вида", Refused("таблица.xlsx", Sheets.Word("текст")), StringComparison.Ordinal);
        Assert.Contains("слишком велик", Refused("картинка.png", Sheets.Png(60_000, 60_000)), StringComparison.Ordinal);
        Assert.Contains("больше 1 МБ", Refused("большой.txt", new byte[1024 * 1024 + 1]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_with_a_password_is_refused() =>
        Assert.Contains("паролем", Refused("тайна.pdf", LockedPdf()), StringComparison.Ordinal);

    [Theory]
    [InlineData("C:\\Документы\\анкета.pdf", "анкета.pdf")]
    [InlineData("../../etc/анкета.pdf", "анкета.pdf")]
    [InlineData("анкета\u202Efdp.exe", "анкетаfdp.exe")]
    [InlineData("\u0000\n", "файл")]
    public void A_name_that_would_deceive_is_made_plain(string given, string kept) => Assert.Equal(kept, FileCheck.NameOf(given));

    [Fact]
    public void A_long_name_keeps_its_ending() =>
        Assert.EndsWith("аа.pdf", FileCheck.NameOf(new string('а', 500) + ".pdf"), StringComparison.Ordinal);

    [Fact]
    public void Too_many_files_or_too_much_together_is_said_once()
    {
        Assert.Contains("не больше 3", Assert.Single(Check.Faults([.. Files(4, 1)])), StringComparison.Ordinal);
        Assert.Contains("вместе больше 2 МБ", Assert.Single(Check.Faults([.. Files(3, 900_000)])), StringComparison.Ordinal);
        Assert.Equal(2, Check.Faults([new("a.exe", [1]), new("b.txt", [65]), new("c.rar", [1])]).Count);
    }

    private static IEnumerable<GivenFile> Files(int count, int size) =>
        Enumerable.Range(0, count).Select(number => new GivenFile($"{number}.txt", new byte[size]));

    private static TakenFile Look(string name, byte[] content)
    {
        var (taken, problem) = Check.Look(new GivenFile(name, content));
        Assert.Null(problem);
        return taken!;
    }

    private static string Refused(string name, byte[] content)
    {
        var (taken, problem) = Check.Look(new GivenFile(name, content));
        Assert.Null(taken);
        return problem!;
    }

    /// <summary>A PDF whose trailer says that it is encrypted for somebody who knows a password.</summary>
    private static byte[] LockedPdf()
    {
        var whole = Encoding.Latin1.GetString(Sheets.Pdf("secret"));
        var zeros = new string('0', 64);
        return Encoding.Latin1.GetBytes(
            whole.Replace(
                "/Root",
                $"/ID [<{zeros}> <{zeros}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{zeros}> /U <{zeros}> /P -4 >> /Root",
                StringComparison.Ordinal
            )
        );
    }
}
