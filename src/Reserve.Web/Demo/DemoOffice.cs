using System.Security.Claims;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Demo;

/// <summary>The made-up officers of the region: they register candidates and do the tasks that wait for them, on the made-up day.</summary>
internal sealed class DemoOffice(IServiceProvider services, DemoClock clock)
{
    public const string Region = "RU.74";

    /// <summary>The answers of somebody who brought everything.</summary>
    public const string AllPapers = """
        {"questionnaire":true,"consent":true,"education":true,"submission":true,"selfNomination":true,"duplicate":false}
        """;

    private readonly DemoNames names = new(2022);
    private Dictionary<string, User> officers = [];
    private Dictionary<Guid, User> users = [];
    private List<(string Path, string Name)> municipalities = [];

    public Random Random { get; } = new(74);

    public User Officer(string role) => officers[role];

    /// <summary>Everybody of the region with this role.</summary>
    public IReadOnlyList<User> Officers(string role) =>
        [.. users.Values.Where(user => user.Territory == Region && user.Roles.Contains(role)).OrderBy(user => user.UserName)];

    public string Day(int days) =>
        DateOnly
            .FromDateTime(clock.GetUtcNow().AddDays(days).UtcDateTime)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public string Plan() =>
        JsonSerializer.Serialize(
            new
            {
                goals = "Освоить управление по показателям мониторинга",
                mentor = "Наставник муниципалитета",
                programme = "Extramural48",
                until = Day(300),
            }
        );

    public string Trained(int score, int daysAgo) =>
        JsonSerializer.Serialize(
            new
            {
                hours = 48,
                score,
                finishedOn = Day(-daysAgo),
            }
        );

    public async Task Meet()
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

    public async Task<Guid> Register(User? own)
    {
        var (path, name) = municipalities[Random.Next(municipalities.Count)];
        var command = names.Next(path, name, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (own is not null)
            command = command with { LastName = "Мнимый", FirstName = "Егор", MiddleName = "Тестович", UserId = own.Id };
        var result = await Send(command);
        return result.IsOk ? result.Value.Value : throw new InvalidOperationException($"Demonstration candidate: {result}");
    }

    public Task<T> Send<T>(IRequest<T> command) => Send(officers[Roles.HrOfficer], command);

    public Task<T> Send<T>(User person, IRequest<T> command) =>
        As(person, provider => provider.GetRequiredService<IMediator>().Send(command));

    /// <summary>Completes the open tasks of the form for whose subjects there are answers, each as the person whom it waits for.</summary>
    public async Task Complete(string form, Func<Guid, (string Answers, string? Outcome)?> answer, string about = "candidate")
    {
        var tasks = await As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Database.SqlQuery<OpenTask>(
                        $"""
                        select t.run_id as "Run", t.wait_id::int as "Wait", t.assignee as "Assignee", t.role as "Role", r.subject_id as
                        "Subject"
                        from task t join process_run r on r.id = t.run_id
                        where t.form = {form} and t.state = 'open' and r.subject_type = {about} order by t.run_id, t.wait_id
                        """
                    )
                    .ToListAsync()
        );
        foreach (var task in tasks)
        {
            if (answer(Guid.Parse(task.Subject)) is not { } given)
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
                        throw new InvalidOperationException($"Demonstration task {form}: {done}");
                    await db.SaveChangesAsync();
                    await transaction.CommitAsync();
                    return true;
                }
            );
        }

        await Work();
    }

    /// <summary>Does every job that is due on the made-up day.</summary>
    public async Task Work()
    {
        var queue = services.GetRequiredService<JobQueue>();
        var runner = services.GetRequiredService<JobRunner>();
        while (await queue.Take(50, clock.GetUtcNow(), TimeSpan.FromMinutes(5), [], CancellationToken.None) is { Count: > 0 } jobs)
        {
            foreach (var job in jobs)
                await runner.Run(job, CancellationToken.None);
        }
    }

    public async Task<T> As<T>(User? person, Func<IServiceProvider, Task<T>> work)
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

    private sealed record OpenTask(Guid Run, int Wait, Guid? Assignee, string? Role, string Subject);
}
