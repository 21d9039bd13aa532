using System.Security.Claims;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime;

namespace Reserve.Web.Demo;

/// <summary>
/// Made-up candidates of Chelyabinsk region who went through the real process in a made-up past: 175 applied, 40 were selected, 32 passed
/// the attestation, 31 stayed in the reserve, 16 were appointed; and twelve more of the next intake who stand in its first stages now.
/// Works on a site of its own, whose clock is moved and which serves nobody.
/// </summary>
internal sealed class DemoCandidates(IServiceProvider services, DemoClock clock)
{
    private const string Region = "RU.74";
    private readonly DemoNames names = new(2022);
    private readonly Random random = new(74);
    private Dictionary<string, User> officers = [];
    private Dictionary<Guid, User> users = [];

    public static async Task Load(string[] args, string connectionString, string dataFolder, DateTimeOffset now)
    {
        var clock = new DemoClock(now.AddDays(-500));
        await using var site = Site.Build(
            [.. args, "--Runtime:Workers=0"],
            connectionString,
            dataFolder,
            services => services.AddSingleton<TimeProvider>(clock)
        );
        var demo = new DemoCandidates(site.Services, clock);
        if (await demo.As(null, provider => provider.GetRequiredService<ReserveDb>().Set<Candidate>().AnyAsync()))
            return;
        Console.WriteLine("  Готовлю демонстрационных кандидатов: они проходят настоящий процесс, это займёт минуту…");
        await site.Services.GetServices<IHostedService>().OfType<ShippedProcesses>().Single().StartAsync(CancellationToken.None);
        await demo.FirstIntake();
        await demo.SecondIntake(now);
        clock.MoveTo(now);
        await demo.Work();
    }

    private async Task FirstIntake()
    {
        await Meet();
        var begin = clock.GetUtcNow();
        var selected = new HashSet<Guid>();
        for (var wave = 0; wave < 5; wave++)
        {
            clock.MoveTo(begin.AddDays(wave * 12));
            var applied = new List<Guid>();
            for (var i = 0; i < 35; i++)
                applied.Add(await Register(wave == 0 && i == 0 ? officers[Roles.Candidate] : null));
            selected.UnionWith(applied.Take(8));
            await Work();
            clock.MoveTo(begin.AddDays((wave * 12) + 3));
            await Complete(
                "CheckDocuments",
                _ =>
                    (
                        """{"questionnaire":true,"consent":true,"education":true,"submission":true,"selfNomination":true,"duplicate":false}""",
                        null
                    )
            );
            clock.MoveTo(begin.AddDays((wave * 12) + 8));
            await Complete(
                "DecideEnrolment",
                candidate =>
                    selected.Contains(candidate)
                        ? ("{}", "enrol")
                        : ("""{"enrolmentNote":"По итогам отбора рекомендованы другие кандидаты"}""", "reject")
            );
            clock.MoveTo(begin.AddDays((wave * 12) + 11));
            await Complete(
                "Plan",
                _ =>
                    (
                        JsonSerializer.Serialize(
                            new
                            {
                                goals = "Освоить управление по показателям мониторинга",
                                mentor = "Наставник муниципалитета",
                                programme = "Extramural48",
                                until = Day(300),
                            }
                        ),
                        null
                    )
            );
        }

        clock.MoveTo(begin.AddDays(125));
        await Complete(
            "Training",
            _ =>
                (
                    JsonSerializer.Serialize(
                        new
                        {
                            hours = 48,
                            score = random.Next(70, 100),
                            finishedOn = Day(-2),
                        }
                    ),
                    "passed"
                )
        );
        clock.MoveTo(begin.AddDays(128));
        await Complete(
            "Schedule",
            _ =>
                (
                    JsonSerializer.Serialize(
                        new
                        {
                            sittingAt = clock.GetUtcNow().AddDays(6),
                            place = "Челябинск",
                            materialsSentOn = Day(0),
                        }
                    ),
                    null
                )
        );
        clock.MoveTo(begin.AddDays(134));
        var rank = selected.Order().Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        // Every fifth fails; the others spread over the zones.
        await Complete("Test", candidate => (JsonSerializer.Serialize(new { testScore = Exam(rank[candidate]) }), null));
        await Complete(
            "Vote",
            candidate =>
                (
                    JsonSerializer.Serialize(
                        new
                        {
                            conflict = false,
                            score = Exam(rank[candidate]),
                            vote = Exam(rank[candidate]) >= 60 ? "for" : "against",
                        }
                    ),
                    null
                )
        );
        clock.MoveTo(begin.AddDays(136));
        await Complete(
            "SignProtocol",
            _ =>
                (
                    JsonSerializer.Serialize(
                        new
                        {
                            kind = "Paper",
                            number = "б/н",
                            signedOn = Day(0),
                        }
                    ),
                    null
                )
        );
        clock.MoveTo(begin.AddDays(140));
        await Complete(
            "CheckScore",
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
        await Use(begin);
    }

    private async Task Use(DateTimeOffset begin)
    {
        var waiting = await As(
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
        var own = await As(
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
        await Send(new RequestExclusion(new CandidateId(leaving), ClosingReason.OwnWish, "Заявление кандидата"));
        await Work();
        await Complete("Exclusion_Confirm", _ => ("{}", null));

        var appointed = waiting.Take(16).ToHashSet();
        for (var i = 0; i < 16; i += 4)
        {
            clock.MoveTo(begin.AddDays(180 + (i * 3)));
            foreach (var candidate in waiting.Skip(i).Take(4))
                await Send(new ProposeVacancy(new CandidateId(candidate), "Начальник управления образования", Region));
            await Work();
            await Complete("Shortlist", _ => ("{}", "include"));
            clock.MoveTo(clock.GetUtcNow().AddDays(2));
            await Complete("Answer", _ => ("{}", "accept"));
            clock.MoveTo(clock.GetUtcNow().AddDays(3));
            var act = i + 1;
            await Complete(
                "Appoint",
                _ =>
                    (
                        JsonSerializer.Serialize(
                            new
                            {
                                number = $"{act++}-к",
                                date = Day(0),
                                higherPost = random.Next(2) == 0,
                            }
                        ),
                        "appointed"
                    )
            );
            clock.MoveTo(clock.GetUtcNow().AddDays(4));
            await Complete(
                "SupportPlan",
                _ =>
                    (
                        JsonSerializer.Serialize(
                            new
                            {
                                measures = (string[])["Mentoring"],
                                mentor = "Наставник региона",
                                goals = "Первый год в должности",
                                until = Day(180),
                            }
                        ),
                        null
                    )
            );
        }

        clock.MoveTo(begin.AddDays(420));
        await Work();
        var finished = waiting.Take(8).ToHashSet();
        await Complete("CheckSupport", candidate => finished.Contains(candidate) ? ("{}", "done") : null);
        await Complete(
            "Effect",
            _ => ("""{"appointed":true,"trained":true,"planCompleted":true,"conclusion":"Работа с резервом эффективна"}""", null)
        );
        await Send(new ProposeVacancy(new CandidateId(own), "Директор школы", Region));
        await Work();
        await Complete("Shortlist", _ => ("{}", "include"));
    }

    /// <summary>Twelve who stand in the first stages now, with tasks waiting for each role.</summary>
    private async Task SecondIntake(DateTimeOffset now)
    {
        clock.MoveTo(now.AddDays(-24));
        await Work();
        var early = await Group(5);
        clock.MoveTo(now.AddDays(-22));
        await Complete(
            "CheckDocuments",
            candidate =>
                early.Contains(candidate)
                    ? (
                        """{"questionnaire":true,"consent":true,"education":true,"submission":true,"selfNomination":true,"duplicate":false}""",
                        null
                    )
                    : null
        );
        clock.MoveTo(now.AddDays(-19));
        await Complete("DecideEnrolment", candidate => early.Contains(candidate) ? ("{}", "enrol") : null);
        clock.MoveTo(now.AddDays(-15));
        var ahead = early.Take(3).ToHashSet();
        await Complete(
            "Plan",
            candidate =>
                ahead.Contains(candidate)
                    ? (
                        JsonSerializer.Serialize(
                            new
                            {
                                goals = "Освоить управление по показателям мониторинга",
                                mentor = "Наставник муниципалитета",
                                programme = "Extramural48",
                                until = Day(300),
                            }
                        ),
                        null
                    )
                    : null
        );
        clock.MoveTo(now.AddDays(-7));
        var further = early.Take(2).ToHashSet();
        await Complete(
            "Training",
            candidate =>
                further.Contains(candidate)
                    ? (
                        JsonSerializer.Serialize(
                            new
                            {
                                hours = 48,
                                score = 88,
                                finishedOn = Day(-1),
                            }
                        ),
                        "passed"
                    )
                    : null
        );
        clock.MoveTo(now.AddDays(-5));
        var voting = early.Take(1).ToHashSet();
        await Complete(
            "Schedule",
            candidate =>
                voting.Contains(candidate)
                    ? (
                        JsonSerializer.Serialize(
                            new
                            {
                                sittingAt = now.AddDays(1),
                                place = "Челябинск",
                                materialsSentOn = Day(0),
                            }
                        ),
                        null
                    )
                    : null
        );
        await Complete("Test", candidate => voting.Contains(candidate) ? ("""{"testScore":84}""", null) : null);
        clock.MoveTo(now.AddDays(-4));
        var checkedOnes = await Group(3);
        clock.MoveTo(now.AddDays(-2));
        await Complete(
            "CheckDocuments",
            candidate =>
                checkedOnes.Contains(candidate)
                    ? (
                        """{"questionnaire":true,"consent":true,"education":true,"submission":true,"selfNomination":true,"duplicate":false}""",
                        null
                    )
                    : null
        );
        clock.MoveTo(now.AddDays(-1));
        await Group(4);
    }

    private async Task<List<Guid>> Group(int count)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
            ids.Add(await Register(null));
        await Work();
        return ids;
    }

    private static int Exam(int rank) =>
        (rank % 5) switch
        {
            0 => 45 + (rank % 10),
            1 => 96,
            2 => 62 + (rank % 4),
            _ => 72 + (rank % 17),
        };

    private string Day(int days) =>
        DateOnly
            .FromDateTime(clock.GetUtcNow().AddDays(days).UtcDateTime)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private List<(string Path, string Name)> municipalities = [];

    private async Task Meet()
    {
        await As(
            null,
            async provider =>
            {
                var db = provider.GetRequiredService<ReserveDb>();
                users = await db.Set<User>().ToDictionaryAsync(user => user.Id);
                officers = users
                    .Values.Where(user => user.Territory == Region)
                    .SelectMany(user => user.Roles.Select(role => (role, user)))
                    .GroupBy(pair => pair.role)
                    .ToDictionary(group => group.Key, group => group.OrderBy(pair => pair.user.Id).First().user);
                municipalities =
                [
                    .. (
                        await db.Set<Territory>()
                            .Where(row => row.Parent == Region)
                            .OrderBy(row => row.Path)
                            .Select(row => new { row.Path, row.Name })
                            .ToListAsync()
                    ).Select(row => (row.Path, row.Name)),
                ];
                return true;
            }
        );
    }

    private async Task<Guid> Register(User? own)
    {
        var (path, name) = municipalities[random.Next(municipalities.Count)];
        var command = names.Next(path, name, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (own is not null)
            command = command with { LastName = "Мнимый", FirstName = "Егор", MiddleName = "Тестович", UserId = own.Id };
        var result = await Send(command);
        return result.IsOk ? result.Value.Value : throw new InvalidOperationException($"Demonstration candidate: {result}");
    }

    private Task<T> Send<T>(IRequest<T> command) =>
        As(officers[Roles.HrOfficer], provider => provider.GetRequiredService<IMediator>().Send(command));

    /// <summary>Completes the open tasks of the element for which there are answers, each as the person whom it waits for.</summary>
    private async Task Complete(string element, Func<Guid, (string Answers, string? Outcome)?> answer)
    {
        var tasks = await As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Database.SqlQuery<OpenTask>(
                        $"""
                        select t.run_id as "Run", t.wait_id::int as "Wait", t.assignee as "Assignee", t.role as "Role", r.subject_id as "Candidate"
                        from task t join process_run r on r.id = t.run_id
                        where t.element_id = {element} and t.state = 'open' and r.subject_type = 'candidate' order by t.run_id, t.wait_id
                        """
                    )
                    .ToListAsync()
        );
        foreach (var task in tasks)
        {
            if (answer(Guid.Parse(task.Candidate)) is not { } given)
                continue;
            var person = task.Assignee is { } assignee ? users[assignee] : officers[task.Role!];
            await As(
                person,
                async provider =>
                {
                    var db = provider.GetRequiredService<ReserveDb>();
                    await using var transaction = await db.Database.BeginTransactionAsync();
                    using var answers = JsonDocument.Parse(given.Answers);
                    var done = await provider
                        .GetRequiredService<ProcessRuntime>()
                        .CompleteTask(
                            new RunId(task.Run),
                            task.Wait,
                            FeelJson.Read(answers.RootElement).AsContext()!,
                            given.Outcome,
                            CancellationToken.None
                        );
                    if (!done.IsOk)
                        throw new InvalidOperationException($"Demonstration task {element}: {done}");
                    await db.SaveChangesAsync();
                    await transaction.CommitAsync();
                    return true;
                }
            );
        }

        await Work();
    }

    /// <summary>Does every job that is due on the made-up day.</summary>
    private async Task Work()
    {
        var queue = services.GetRequiredService<JobQueue>();
        var runner = services.GetRequiredService<JobRunner>();
        while (await queue.Take(50, clock.GetUtcNow(), TimeSpan.FromMinutes(5), [], CancellationToken.None) is { Count: > 0 } jobs)
        {
            foreach (var job in jobs)
                await runner.Run(job, CancellationToken.None);
        }
    }

    private async Task<T> As<T>(User? person, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (person is null)
        {
            caller.BecomeSystem();
        }
        else
        {
            caller.Become(
                new ClaimsPrincipal(
                    new ClaimsIdentity(
                        [
                            new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()),
                            new Claim(ClaimTypes.Name, person.UserName!),
                            new Claim(Caller.DisplayNameClaim, person.DisplayName),
                            new Claim(Caller.TerritoryClaim, person.Territory),
                            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
                        ],
                        "demo"
                    )
                )
            );
        }

        return await work(scope.ServiceProvider);
    }

    private sealed record OpenTask(Guid Run, int Wait, Guid? Assignee, string? Role, string Candidate);
}
