using System.IO.Compression;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Tests.Features.Files;
using UglyToad.PdfPig;

namespace Reserve.Web.Tests.Features.Appointments.Documents;

/// <summary>All materials of a case in one reader, as one PDF and as an archive.</summary>
public sealed class PackTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pack_is_one_pdf_with_a_bookmark_for_each_part_and_says_what_is_left_out()
    {
        var id = await WithFiles();
        var ordered = await site.As(site.Chair, new OrderPack(id));
        Assert.True(ordered.IsOk, ordered.Reason);
        Assert.Equal(ordered.Value, (await site.As(site.Secretary, new OrderPack(id))).Value);
        Assert.Equal(PackRefusal.NotReady, (await site.As(site.Chair, new ReadPack(ordered.Value))).Refusal);

        var worker = site.Site.App.Services.GetRequiredService<PackWorker>();
        await MakeAll(worker);
        using var pdf = PdfDocument.Open((await site.As(site.Chair, new ReadPack(ordered.Value))).Value.Pdf);
        // Three pages of two files and one of the picture; nothing makes pages of Word here, so there is no list in front either.
        Assert.Equal(4, pdf.NumberOfPages);
        Assert.True(pdf.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["Анкета: Анкета.pdf", "скан.pdf", "фото.png"], bookmarks.Roots.Select(root => root.Title));
        Assert.Equal([1, 2, 4], bookmarks.Roots.OfType<UglyToad.PdfPig.Outline.DocumentBookmarkNode>().Select(root => root.PageNumber));
        Assert.Contains(
            "second scanned page",
            string.Join(' ', pdf.GetPage(3).GetWords().Select(word => word.Text)),
            StringComparison.Ordinal
        );
        var pack = await site.Site.Look("RU", db => db.Set<CasePack>().AsNoTracking().SingleAsync(row => row.Id == ordered.Value));
        Assert.Contains(pack.LeftOut, one => one.StartsWith("«письмо.docx»: ", StringComparison.Ordinal));
        Assert.Equal(pack.Total, pack.Done);

        // Another document makes another pack; that of yesterday goes.
        Assert.True((await site.As(site.Officer, new AddDocuments(id, [new("ещё.pdf", Sheets.Pdf("more"))]))).IsOk);
        var second = await site.As(site.Chair, new OrderPack(id));
        Assert.NotEqual(ordered.Value, second.Value);
        await MakeAll(worker);
        site.Clock.Advance(CasePack.Kept + TimeSpan.FromMinutes(1));
        await worker.MakeOne(Now);
        Assert.Equal(0, await site.Site.Look("RU", db => db.Set<CasePack>().CountAsync(row => row.CaseId == id)));
    }

    [Fact]
    public async Task An_archive_has_the_files_in_order_with_names_that_Windows_reads()
    {
        var id = await WithFiles();
        using var chair = await site.SignedIn(site.Chair);
        var answer = await chair.Get($"/appointments/case/{id.Value}/pack?handler=Zip");
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Now);
        using var archive = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal("01 Анкета.pdf", archive.Entries[0].FullName);
        Assert.Contains(archive.Entries, entry => entry.FullName.EndsWith("письмо.docx", StringComparison.Ordinal));
        // Bit 11 of the entry's flags: the name is UTF-8 (APPNOTE 4.4.4).
        Assert.Equal(8, bytes[7] & 8);
        Assert.Equal(
            "07 а_б_в.pdf",
            PackZip.NameOf(7, new PackPart("", "а?б:в.pdf", null, new Web.Features.Papers.PaperId(Guid.Empty), 0))
        );
    }

    [Fact]
    public async Task The_reader_lists_all_parts_and_finds_words_in_them()
    {
        var id = await WithFiles();
        using var chair = await site.SignedIn(site.Chair);
        var page = await chair.Text($"/appointments/case/{id.Value}/pack?q=берёза");
        Assert.Contains("Анкета: Анкета.pdf", page, StringComparison.Ordinal);
        Assert.Contains("<mark>береза</mark>", page, StringComparison.Ordinal);
        Assert.Contains("Таких слов нет.", await chair.Text($"/appointments/case/{id.Value}/pack?q=zzzz"), StringComparison.Ordinal);
        await chair.Post($"/appointments/case/{id.Value}/pack", "Order");
        Assert.Contains(
            "Собирается: 0 из",
            await chair.Text($"/appointments/case/{id.Value}/pack?handler=State"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whoever_has_a_conflict_or_is_not_asked_gets_no_pack_in_any_form()
    {
        var id = await WithFiles();
        var asked = await site.Asked(id);
        var stranger = site.Members.First(member => !asked.Contains(member));
        Assert.True((await site.As(asked[0], new DeclareConflict(id, "Родственник"))).IsOk);
        foreach (var user in new[] { stranger, asked[0] })
        {
            Assert.Equal(PackRefusal.UnknownCase, (await site.As(user, new OrderPack(id))).Refusal);
            Assert.Equal(PackRefusal.UnknownCase, (await site.As(user, new TakePackFiles(id))).Refusal);
            using var client = await site.SignedIn(user);
            foreach (var address in new[] { "pack", "pack?handler=Zip", "pack?handler=State", "pack?q=берёза", "documents" })
                Assert.Equal(HttpStatusCode.NotFound, (await client.Get($"/appointments/case/{id.Value}/{address}")).StatusCode);
        }

        Assert.False((await site.As(site.Authority, new OrderPack(id))).IsOk);
        using var reader = await site.SignedIn(asked[1]);
        Assert.Equal(HttpStatusCode.OK, (await reader.Get($"/appointments/case/{id.Value}/pack")).StatusCode);
    }

    [Fact]
    public async Task The_authority_sees_what_is_awaited_from_it_and_enters_the_act_itself()
    {
        var id = await site.Registered();
        await site.CheckDocuments(id, "submission");
        using var authority = await site.SignedIn(site.Authority);
        var page = await authority.Text("/appointments/mine");
        Assert.Contains("Дополнить комплект и отправить его снова", page, StringComparison.Ordinal);
        Assert.Contains("Презентация", page, StringComparison.Ordinal);
        var early = await authority.Text($"/appointments/case/{id.Value}/act");
        Assert.Contains("Сейчас дело его не ждёт", early, StringComparison.Ordinal);
        using var officer = await site.Site.SignedInClient("mine-hr", "RU.74", Roles.HrOfficer);
        Assert.Equal("/denied", (await officer.Get("/appointments/mine")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    private static async Task MakeAll(PackWorker worker)
    {
        while (await worker.MakeOne(Now))
            Assert.False(Now.IsCancellationRequested);
    }

    private async Task<AppointmentCaseId> WithFiles()
    {
        var id = await site.UnderExpertise();
        var added = await site.As(
            site.Officer,
            new AddDocuments(
                id,
                [
                    new("письмо.docx", Sheets.Word("белая береза под моим окном")),
                    new("скан.pdf", Sheets.Pdf("first scanned page", "second scanned page")),
                    new("фото.png", Sheets.Png()),
                    new("Анкета.pdf", Sheets.Pdf("form")),
                ]
            )
        );
        Assert.True(added.IsOk, added.Reason);
        Assert.Empty(added.Value.Problems);
        return id;
    }
}
