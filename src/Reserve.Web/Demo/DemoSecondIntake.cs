namespace Reserve.Web.Demo;

/// <summary>Twelve who stand in the first stages now, with tasks waiting for each role.</summary>
internal sealed class DemoSecondIntake(DemoOffice office, DemoClock clock)
{
    public async Task Run(DateTimeOffset now)
    {
        clock.MoveTo(now.AddDays(-24));
        await office.Work();
        var early = await Group(5);
        clock.MoveTo(now.AddDays(-22));
        await office.Complete("documents", candidate => early.Contains(candidate) ? (DemoOffice.AllPapers, null) : null);
        clock.MoveTo(now.AddDays(-19));
        await office.Complete("enrolment-decision", candidate => early.Contains(candidate) ? ("{}", "enrol") : null);
        clock.MoveTo(now.AddDays(-15));
        var ahead = early.Take(3).ToHashSet();
        await office.Complete("development-plan", candidate => ahead.Contains(candidate) ? (office.Plan(), null) : null);
        clock.MoveTo(now.AddDays(-7));
        var further = early.Take(2).ToHashSet();
        await office.Complete(
            "training-result",
            candidate => further.Contains(candidate) ? (office.Trained(88, daysAgo: 1), "passed") : null
        );
        clock.MoveTo(now.AddDays(-5));
        var voting = early.Take(1).ToHashSet();
        await office.Complete("attestation-test", candidate => voting.Contains(candidate) ? ("""{"testScore":84}""", null) : null);
        clock.MoveTo(now.AddDays(-4));
        var checkedOnes = await Group(3);
        clock.MoveTo(now.AddDays(-2));
        await office.Complete("documents", candidate => checkedOnes.Contains(candidate) ? (DemoOffice.AllPapers, null) : null);
        clock.MoveTo(now.AddDays(-1));
        await Group(4);
    }

    private async Task<List<Guid>> Group(int count)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
            ids.Add(await office.Register(null));
        await office.Work();
        return ids;
    }
}
