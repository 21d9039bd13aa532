using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Benchmarks.ManyRuns;

/// <summary>
/// Fills a database with open runs: a real run of each version is started through the runtime, then its rows are copied in sets, so that
/// each copy can be opened and its task completed. The same again, a tenth of them, for runs that have ended.
/// </summary>
internal sealed class OpenRuns(IServiceProvider services, string owner)
{
    private const int Versions = 3;

    private static readonly string[] WorkingRoles =
    [
        Roles.HrOfficer,
        Roles.CommissionMember,
        Roles.CommissionSecretary,
        Roles.RegionalAuthority,
        Roles.MunicipalAuthority,
        Roles.Department,
    ];

    /// <summary>False when the database was filled before.</summary>
    public async Task<bool> Fill(int count, Func<Task<Guid[]>> createPeople)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0, Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using (
            var filled = new NpgsqlCommand("select exists (select from process_definition where key = 'bench-answer')", connection)
        )
            if (await filled.ExecuteScalarAsync() is true)
                return false;
        var people = await createPeople();
        var (open, ended) = await StartTemplates();
        foreach (var step in OpenRunsSql.Steps)
        {
            await using var command = new NpgsqlCommand(step, connection)
            {
                Parameters =
                {
                    new("count", count),
                    new("candidates", Math.Clamp(count / 5, 1_000, 300_000)),
                    new("open", open),
                    new("ended", ended),
                    new("people", people),
                },
            };
            await command.ExecuteNonQueryAsync();
        }

        return true;
    }

    private async Task<(Guid[] Open, Guid[] Ended)> StartTemplates()
    {
        var open = new List<Guid>();
        var ended = new List<Guid>();
        for (var version = 1; version <= Versions; version++)
        {
            for (var process = 0; process <= WorkingRoles.Length; process++)
            {
                var key = process == 0 ? "bench-answer" : $"bench-approval-{process}";
                var drawing = process == 0 ? AnswerDrawing(key, version) : ApprovalDrawing(key, version, WorkingRoles[process - 1]);
                await Deploy(drawing);
                open.Add(await Start(key));
                if (process > 0)
                    ended.Add(await Completed(await Start(key), WorkingRoles[process - 1]));
            }
        }

        return ([.. open], [.. ended]);
    }

    private async Task<Guid> Start(string key) =>
        await InTransaction(async scope =>
            (
                await scope
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts("RU.74"),
                        FeelContext.Empty,
                        scope.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            )
                .Value
                .Value
        );

    private Task<int> Deploy(string xml) =>
        InTransaction(async scope =>
        {
            var (deployed, diagnostics) = await scope
                .GetRequiredService<Deployment>()
                .Deploy(
                    new ProcessBundle(xml, new Dictionary<string, string>()),
                    null,
                    Deployment.Shipped,
                    scope.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            return deployed.Count > 0 ? deployed.Count : throw new InvalidOperationException(string.Join("; ", diagnostics));
        });

    private async Task<Guid> Completed(Guid run, string role)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        for (var wait = 1; wait < 20; wait++)
            if ((await mediator.Send(new CompleteTask(new RunId(run), wait, RawAnswers.None, null))).IsOk)
                return run;
        throw new InvalidOperationException($"The task of {role} could not be completed.");
    }

    private async Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var result = await act(scope.ServiceProvider);
        await transaction.CommitAsync();
        return result;
    }

    private static string ApprovalDrawing(string key, int version, string role) =>
        Drawing(
            key,
            $"Согласование {key[^1]}, порядок {version}",
            "",
            $"""
            <startEvent id="start" />
            {Task(role)}
            <boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><timerEventDefinition>
              <timeDuration>P{(30 + version).ToString(CultureInfo.InvariantCulture)}D</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="told" /><endEvent id="end" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="work" /><sequenceFlow id="f2" sourceRef="work" targetRef="end" />
            <sequenceFlow id="f3" sourceRef="late" targetRef="told" />
            """
        );

    private static string AnswerDrawing(string key, int version) =>
        Drawing(
            key,
            $"Запрос и ответ, порядок {version}",
            """<message id="m" name="bench-answer" />""",
            $"""
            <startEvent id="start" /><parallelGateway id="both" />
            {Task(Roles.HrOfficer)}
            <intermediateCatchEvent id="answer"><messageEventDefinition messageRef="m" /></intermediateCatchEvent>
            <endEvent id="end" /><endEvent id="answered" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="both" /><sequenceFlow id="f2" sourceRef="both" targetRef="work" />
            <sequenceFlow id="f3" sourceRef="both" targetRef="answer" /><sequenceFlow id="f4" sourceRef="work" targetRef="end" />
            <sequenceFlow id="f5" sourceRef="answer" targetRef="answered" />
            """
        );

    private static string Task(string role) =>
        $$$"""
            <userTask id="work" name="Согласовать"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">
              <elsa:input name="role">{"typeName":"String","expression":{"type":"Literal","value":"{{{role}}}"}}</elsa:input>
            </elsa:activityBinding></extensionElements></userTask>
            """;

    private static string Drawing(string key, string name, string definitions, string elements) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                         xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1" id="d" targetNamespace="urn:bench">
            {definitions}<process id="{key}" name="{name}" isExecutable="true">{elements}</process></definitions>
            """;
}
