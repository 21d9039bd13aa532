using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>The tasks of a candidate's cycle, by the names of the shipped drawing.</summary>
internal static class CycleTasks
{
    /// <summary>Completes the first open task of this element as a person of the role, then does what follows from it.</summary>
    public static async Task CompleteCycle(
        this SiteFixture site,
        CandidateId candidate,
        string element,
        string role,
        string answers,
        string? outcome = null
    )
    {
        var (run, wait, assignee) = await site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<Web.Data.ReserveDb>();
            var row = await db
                .Database.SqlQuery<FoundTask>(
                    $"""
                    select t.run_id as "Run", t.wait_id::int as "Wait", t.assignee as "Assignee" from task t join process_run r on r.id =
                    t.run_id
                    where r.subject_id = {candidate.Value.ToString()} and t.element_id = {element} and t.state = 'open' order by t.wait_id
                    limit 1
                    """
                )
                .ToListAsync();
            if (row.Count == 0)
            {
                var open = await db
                    .Database.SqlQuery<string>($"select element_id as \"Value\" from task where state = 'open'")
                    .ToListAsync();
                var incidents = await db
                    .Database.SqlQuery<string>($"select element_id || ' ' || code || ' ' || message as \"Value\" from incident")
                    .ToListAsync();
                Assert.Fail($"No open task {element}; open: {string.Join(", ", open)}; incidents: {string.Join("; ", incidents)}");
            }

            return (new RunId(row[0].Run), row[0].Wait, row[0].Assignee);
        });
        var done = await site.As(
            "RU.74",
            [role],
            async services =>
            {
                var db = services.GetRequiredService<Web.Data.ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var result = await services
                    .GetRequiredService<ProcessRuntime>()
                    .CompleteTask(
                        run,
                        wait,
                        FeelJson.Read(JsonDocument.Parse(answers).RootElement).AsContext()!,
                        outcome,
                        CancellationToken.None
                    );
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return result;
            },
            assignee
        );
        Assert.True(done.IsOk, $"{element}: {done.Reason}");
        await site.Work();
    }

    private sealed record FoundTask(Guid Run, int Wait, Guid? Assignee);
}
