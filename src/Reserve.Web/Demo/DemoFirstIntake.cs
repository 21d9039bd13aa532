using System.Text.Json;
using Reserve.Web.Access;

namespace Reserve.Web.Demo;

/// <summary>175 applied in five waves, 40 were selected, 32 passed the attestation.</summary>
internal sealed class DemoFirstIntake(DemoOffice office, DemoClock clock)
{
    /// <summary>Gives when it began.</summary>
    public async Task<DateTimeOffset> Run()
    {
        var begin = clock.GetUtcNow();
        var selected = new HashSet<Guid>();
        for (var wave = 0; wave < 5; wave++)
        {
            clock.MoveTo(begin.AddDays(wave * 12));
            var applied = new List<Guid>();
            for (var i = 0; i < 35; i++)
                applied.Add(await office.Register(wave == 0 && i == 0 ? office.Officer(Roles.Candidate) : null));
            selected.UnionWith(applied.Take(8));
            await office.Work();
            clock.MoveTo(begin.AddDays((wave * 12) + 3));
            await office.Complete("documents", _ => (DemoOffice.AllPapers, null));
            clock.MoveTo(begin.AddDays((wave * 12) + 8));
            await office.Complete(
                "enrolment-decision",
                candidate =>
                    selected.Contains(candidate)
                        ? ("{}", "enrol")
                        : ("""{"enrolmentNote":"По итогам отбора рекомендованы другие кандидаты"}""", "reject")
            );
            clock.MoveTo(begin.AddDays((wave * 12) + 11));
            await office.Complete("development-plan", _ => (office.Plan(), null));
        }

        clock.MoveTo(begin.AddDays(125));
        await office.Complete("training-result", _ => (office.Trained(office.Random.Next(70, 100), daysAgo: 2), "passed"));
        clock.MoveTo(begin.AddDays(126));
        var rank = selected.Order().Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        // Every fifth fails; the others spread over the zones.
        await office.Complete("attestation-test", candidate => (JsonSerializer.Serialize(new { testScore = Exam(rank[candidate]) }), null));
        await new DemoSitting(office, clock).Attest(begin.AddDays(138), candidate => Exam(rank[candidate]));
        clock.MoveTo(begin.AddDays(140));
        await office.Complete(
            "rating-inputs",
            candidate =>
            {
                var level = Exam(rank[candidate]);
                return (
                    JsonSerializer.Serialize(
                        new
                        {
                            dynamics = level >= 95 ? 95
                            : level >= 70 ? 55
                            : 8,
                            experiencePlan = level >= 95 ? 95
                            : level >= 70 ? 60
                            : 5,
                            contests = level >= 95 ? 100 : 0,
                        }
                    ),
                    null
                );
            }
        );
        return begin;
    }

    private static int Exam(int rank) =>
        (rank % 5) switch
        {
            0 => 45 + (rank % 10),
            1 => 96,
            2 => 62 + (rank % 4),
            _ => 72 + (rank % 17),
        };
}
