using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Tests.Features.Files;

namespace Reserve.Web.Tests.Features.Appointments.Documents;

/// <summary>Where something looks for viruses nothing is handed out before it has.</summary>
public sealed class QuarantineTests : IAsyncLifetime
{
    private readonly FakeClamd clamd = new();
    private ApprovalSite site = null!;

    public async ValueTask InitializeAsync()
    {
        site = new ApprovalSite($"--Files:Clamd={clamd.Address}");
        await site.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await clamd.DisposeAsync();
    }

    [Fact]
    public async Task A_file_waits_until_it_is_clean_and_an_infected_one_is_never_handed_out()
    {
        // The site starts with it, and its own worker looks once, while there is nothing yet.
        using var officer = await site.Site.SignedInClient("quarantine-hr", "RU.74", Roles.HrOfficer);
        var id = await site.Registered();
        GivenFile[] files = [new("чистый.txt", "текст"u8.ToArray()), new("заражённый.txt", Encoding.ASCII.GetBytes(FakeClamd.Eicar))];
        Assert.True((await site.As(site.Officer, new AddDocuments(id, files))).IsOk);
        var documents = await Documents(id);
        foreach (var document in documents)
            Assert.Equal(DocumentRefusal.Quarantined, (await site.As(site.Officer, new OpenDocument(document.Id))).Refusal);
        var page = await officer.Text($"/appointments/documents/{documents[0].Id.Value}/view");
        Assert.Contains("ещё не проверен на вирусы", page, StringComparison.Ordinal);
        Assert.DoesNotContain("текст</pre>", page, StringComparison.Ordinal);

        using var administrator = await site.Site.SignedInClient("quarantine-admin", "RU", Roles.Administrator);
        var state = await administrator.Text("/state");
        Assert.Contains(">ищутся<", state, StringComparison.Ordinal);
        Assert.Contains("<dt>Файлов ждут проверки</dt><dd>2</dd>", state, StringComparison.Ordinal);

        var worker = site.Site.App.Services.GetRequiredService<ScanWorker>();
        await worker.ScanWaiting(TestContext.Current.CancellationToken);
        Assert.Equal(0, await worker.ScanWaiting(TestContext.Current.CancellationToken));

        documents = await Documents(id);
        Assert.Equal([ScanState.Clean, ScanState.Infected], documents.Select(document => document.Scan));
        Assert.Equal("Win.Test.EICAR_HDB-1", documents[1].Finding);
        Assert.True((await site.As(site.Officer, new OpenDocument(documents[0].Id))).IsOk);
        Assert.Equal(DocumentRefusal.Infected, (await site.As(site.Officer, new OpenDocument(documents[1].Id))).Refusal);
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await officer.Get($"/appointments/documents/{documents[1].Id.Value}")).StatusCode
        );
        Assert.Contains("найден вирус", await officer.Text($"/appointments/case/{id.Value}/documents"), StringComparison.Ordinal);
        Assert.True(
            await site.Site.Look(
                "RU",
                db => db.Set<Notification>().AnyAsync(row => row.UserId == site.Officer.Id && row.Text.Contains("найден вирус"))
            )
        );
    }

    private Task<List<CaseDocument>> Documents(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            db =>
                db.Set<CaseDocument>()
                    .AsNoTracking()
                    .Where(row => row.CaseId == id)
                    .OrderBy(row => row.AddedAt)
                    .ThenByDescending(row => row.Name)
                    .ToListAsync()
        );
}
