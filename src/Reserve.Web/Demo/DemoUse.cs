using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;

namespace Reserve.Web.Demo;

/// <summary>31 stayed in the reserve, 16 were appointed, half of them are accompanied to the end.</summary>
internal sealed class DemoUse(DemoOffice office, DemoClock clock)
{
    /// <param name="begin">When the intake began.</param>
    public async Task Run(DateTimeOffset begin)
    {
        var waiting = await office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<ReserveEntry>()
                    .Where(entry => entry.Stage == CycleStage.Use && entry.Status == EntryStatus.InReserve)
                    .OrderByDescending(entry => entry.Score)
                    .ThenBy(entry => entry.Id)
                    .Select(entry => entry.CandidateId.Value)
                    .ToListAsync()
        );
        var own = await office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<Candidate>()
                    .Where(candidate => candidate.UserId != null)
                    .Select(candidate => candidate.Id.Value)
                    .SingleAsync()
        );
        waiting.Remove(own);
        clock.MoveTo(begin.AddDays(170));
        var leaving = waiting[^1];
        await office.Send(new RequestExclusion(new CandidateId(leaving), ClosingReason.OwnWish, "Заявление кандидата"));
        await office.Work();
        await office.Complete("exclusion", _ => ("{}", null));

        var taken = DemoAppointments.Heads.Select(head => head.Territory).ToList();
        // One post of a municipality has one head: each of the sixteen goes to one where nobody of the demonstration stands yet.
        var free = new Queue<string>(
            await office.As(
                null,
                provider =>
                    provider
                        .GetRequiredService<ReserveDb>()
                        .Set<Territory>()
                        .Where(row => row.Parent == DemoOffice.Region)
                        .Where(row => !taken.Contains(row.Path))
                        .OrderBy(row => row.Path)
                        .Select(row => row.Path)
                        .ToListAsync()
            )
        );
        for (var i = 0; i < 16; i += 4)
        {
            clock.MoveTo(begin.AddDays(180 + (i * 3)));
            foreach (var candidate in waiting.Skip(i).Take(4))
                await office.Send(new ProposeVacancy(new CandidateId(candidate), "Начальник управления образования", free.Dequeue()));
            await office.Work();
            await office.Complete("shortlist", _ => ("{}", "include"));
            clock.MoveTo(clock.GetUtcNow().AddDays(2));
            await office.Complete("offer-answer", _ => ("{}", "accept"));
            clock.MoveTo(clock.GetUtcNow().AddDays(3));
            var act = i + 1;
            await office.Complete(
                "appointment-act",
                _ =>
                    (
                        JsonSerializer.Serialize(
                            new
                            {
                                number = $"{act++}-к",
                                date = office.Day(0),
                                higherPost = office.Random.Next(2) == 0,
                            }
                        ),
                        "appointed"
                    )
            );
            clock.MoveTo(clock.GetUtcNow().AddDays(4));
            await office.Complete(
                "support-plan",
                _ =>
                    (
                        JsonSerializer.Serialize(
                            new
                            {
                                measures = (string[])["Mentoring"],
                                mentor = "Наставник региона",
                                goals = "Первый год в должности",
                                until = office.Day(180),
                            }
                        ),
                        null
                    )
            );
        }

        clock.MoveTo(begin.AddDays(420));
        await office.Work();
        var finished = waiting.Take(8).ToHashSet();
        await office.Complete("support-check", candidate => finished.Contains(candidate) ? ("{}", "done") : null);
        await office.Complete(
            "effectiveness",
            _ => ("""{"appointed":true,"trained":true,"planCompleted":true,"conclusion":"Работа с резервом эффективна"}""", null)
        );
        await office.Send(new ProposeVacancy(new CandidateId(own), "Директор школы", DemoOffice.Region));
        await office.Work();
        await office.Complete("shortlist", _ => ("{}", "include"));
    }
}
