using Microsoft.EntityFrameworkCore;
using Reserve.Web.Demo;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Demo;

/// <summary>The demonstration says one thing everywhere: who was appointed from the reserve stands in the base of heads.</summary>
public sealed class DemoAgreesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_sixteen_appointed_of_the_reserve_hold_their_posts_in_the_base_of_heads()
    {
        await DemoData.Fill(site.App.Services);
        await DemoCandidates.Load([], site.ConnectionString, site.DataFolder, site.Clock.GetUtcNow());
        var today = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);
        var appointed = await site.Look(
            "RU",
            db =>
                (
                    from entry in db.Set<ReserveEntry>()
                    join candidate in db.Set<Candidate>() on entry.CandidateId equals candidate.Id
                    where entry.AppointedAt != null
                    select candidate.PersonId
                ).ToListAsync()
        );
        Assert.Equal(16, appointed.Count);
        var held = await site.Look(
            "RU",
            db =>
                (
                    from tenure in db.Set<Tenure>()
                    join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
                    where tenure.StartsOn <= today && (tenure.EndsOn == null || tenure.EndsOn >= today)
                    select new
                    {
                        head.PersonId,
                        tenure.Territory,
                        tenure.IsSingle,
                    }
                ).ToListAsync()
        );
        Assert.All(appointed, person => Assert.Single(held, row => row.PersonId == person));
        Assert.All(held, row => Assert.True(row.IsSingle));
        Assert.Equal(held.Count, held.Select(row => row.Territory).Distinct().Count());
        Assert.Equal(DemoAppointments.Heads.Length + 16, held.Count);
    }
}
