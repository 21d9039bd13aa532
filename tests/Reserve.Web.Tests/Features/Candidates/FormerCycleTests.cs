using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Tests.Features.Appointments;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>Candidates whose attestation began by the drawing before, with forms and a protocol of its own, go on by it.</summary>
public sealed class FormerCycleTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task An_attestation_by_forms_is_carried_to_its_end()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            ZipFile.ExtractToDirectory(
                Path.Combine(Repository.Root, "tests", "Reserve.Web.Tests", "Features", "Candidates", "Former", "reserve-cycle.zip"),
                folder.FullName
            );
            await site.Site.Deploy(ProcessBundle.Read(folder.FullName));
        }
        finally
        {
            folder.Delete(true);
        }

        var registered = await site.Site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Прежняя"));
        var id = registered.Value;
        await site.Work();
        await site.Site.CompleteCycle(
            id,
            "CheckDocuments",
            Roles.HrOfficer,
            """{"questionnaire": true, "consent": true, "education": true, "submission": true}"""
        );
        await site.Site.CompleteCycle(id, "DecideEnrolment", Roles.HrOfficer, "{}", "enrol");
        await site.Site.CompleteCycle(id, "Plan", Roles.HrOfficer, """{"goals": "Цели", "programme": "Extramural48"}""");
        await site.Site.CompleteCycle(id, "Training", Roles.HrOfficer, """{"hours": 48, "score": 90}""", "passed");
        await site.Site.CompleteCycle(id, "Schedule", Roles.CommissionSecretary, """{"place": "Челябинск"}""");
        // The new drawing comes into force in the middle.
        var (deployed, _) = await site.Site.Deploy(
            ProcessBundle.Read(Path.Combine(AppContext.BaseDirectory, "workflows", "reserve-cycle"))
        );
        Assert.NotEmpty(deployed);
        await site.Site.CompleteCycle(id, "Test", Roles.CommissionSecretary, """{"testScore": 80}""");
        for (var i = 0; i < 3; i++)
            await site.Site.CompleteCycle(id, "Vote", Roles.CommissionMember, """{"conflict": false, "score": 90, "vote": "for"}""");
        await site.Site.CompleteCycle(id, "SignProtocol", Roles.CommissionSecretary, """{"kind": "Paper", "number": "1"}""");
        var entry = await site.Site.Look("RU", db => db.Set<ReserveEntry>().SingleAsync(row => row.CandidateId == id && row.IsCurrent));
        Assert.Equal(CycleStage.Rating, entry.Stage);
    }
}
