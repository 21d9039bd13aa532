using System.Diagnostics;
using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Benchmarks;

/// <summary>An activity that changes nothing.</summary>
[Activity("Bench.Nothing")]
[Allow]
public sealed record DoNothing : IRequest<Result<Done, NoRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class DoNothingHandler : IRequestHandler<DoNothing, Result<Done, NoRefusal>>
{
    public Task<Result<Done, NoRefusal>> Handle(DoNothing request, CancellationToken cancellationToken) =>
        Task.FromResult(Result<Done, NoRefusal>.Ok(new Done()));
}

/// <summary>
/// Asynchronous jobs per second: runs with a chain of five service tasks, each its own job and transaction with its command, step and
/// audit row, worked on by the node's default workers, beside <c>pgbench -N</c> with as many clients.
/// </summary>
internal static class ServiceChain
{
    private const double Target = 0.60;
    private const int Length = 5;

    public static async Task Run()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("BENCH_RUNS") ?? "1000", CultureInfo.InvariantCulture);
        var workers = new RuntimeOptions().Workers;
        await using var cluster = await DurableCluster.Start();
        await using (var starter = await ProcessNode.Start(cluster.ConnectionString, workers: 0, Register, typeof(DoNothing)))
        {
            await starter.Deploy(Drawing());
            await starter.StartRuns("chain", count / 5);
        }
        await Finish(cluster, workers);

        await using (var starter = await ProcessNode.Start(cluster.ConnectionString, workers: 0, Register, typeof(DoNothing)))
            await starter.StartRuns("chain", count);
        await cluster.Execute("vacuum analyze");
        await cluster.Execute("checkpoint");
        var before = await cluster.PeerRate(workers, 3);
        var seconds = await Finish(cluster, workers);
        var peer = (before + await cluster.PeerRate(workers, 3)) / 2;
        var rate = count * Length / seconds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"service-chain workers={workers} ours={rate:0}/s peer={peer:0}/s ratio={rate / peer:0.00} "
                    + $"target={Target:0.00} {(rate / peer >= Target ? "ok" : "short")}"
            )
        );
    }

    /// <summary>How long a node with its workers takes until no run is left.</summary>
    private static async Task<double> Finish(DurableCluster cluster, int workers)
    {
        var watch = Stopwatch.StartNew();
        await using var node = await ProcessNode.Start(cluster.ConnectionString, workers, Register, typeof(DoNothing));
        while (
            await node.InTransaction(services =>
                services
                    .GetRequiredService<ReserveDb>()
                    .Database.SqlQuery<bool>($"""select exists (select from job) as "Value" """)
                    .SingleAsync()
            )
        )
        {
            await Task.Delay(20);
        }
        return watch.Elapsed.TotalSeconds;
    }

    public static void Register(IServiceCollection services) =>
        services.AddTransient<IRequestHandler<DoNothing, Result<Done, NoRefusal>>, DoNothingHandler>();

    private static string Drawing()
    {
        var tasks = string.Concat(
            Enumerable
                .Range(1, Length)
                .Select(i =>
                    $"""
                        <serviceTask id="s{i}"><extensionElements>
                        <elsa:activityBinding activityType="Bench.Nothing" /></extensionElements></serviceTask>
                        """
                )
        );
        string[] places = ["start", .. Enumerable.Range(1, Length).Select(i => $"s{i}"), "end"];
        var flows = string.Concat(
            places
                .Zip(places.Skip(1))
                .Select((pair, i) => $"""<sequenceFlow id="f{i}" sourceRef="{pair.First}" targetRef="{pair.Second}" />""")
        );
        return $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1" id="d"
            targetNamespace="urn:bench">
            <process id="chain" isExecutable="true"><startEvent id="start" />{tasks}<endEvent id="end" />{flows}</process>
            </definitions>
            """;
    }
}
