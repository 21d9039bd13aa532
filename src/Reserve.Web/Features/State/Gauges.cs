using System.Diagnostics.Metrics;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.State;

/// <summary>What stands in the database and on the disk as numbers: read anew for each scrape of the metrics.</summary>
internal sealed class Gauges : IDisposable
{
    /// <summary>A meter of its own, which ends with the application: its numbers are those of this application's database.</summary>
    public const string Name = Telemetry.Name + ".State";

    private readonly Meter meter = new(Name);
    private readonly WorkReader work;
    private readonly DataPlace place;
    private readonly TimeProvider clock;
    private Reading? last;

    public Gauges(WorkReader work, DataPlace place, TimeProvider clock)
    {
        (this.work, this.place, this.clock) = (work, place, clock);
        meter.CreateObservableGauge("reserve.queue.jobs", Queue, "{job}", "Jobs by state; a count stops at 10001.");
        meter.CreateObservableGauge("reserve.queue.lag", () => Of(read => read.Lag), "s", "How long the longest waiting job has been due.");
        meter.CreateObservableGauge("reserve.incidents", Incidents, "{incident}", "Open incidents by process.");
        meter.CreateObservableGauge("reserve.outbox.messages", Outbox, "{message}", "Messages that have not left, by state.");
        meter.CreateObservableGauge("reserve.outbox.age", () => Of(read => read.UnsentFor), "s", "Age of the oldest unsent message.");
        meter.CreateObservableGauge("reserve.letters.aside", () => Of(read => read.Aside), "{letter}", "Letters set aside.");
        meter.CreateObservableGauge("reserve.disk.free", () => Of(read => read.FreeDisk), "By", "Bytes free in the data folder.");
    }

    public void Dispose() => meter.Dispose();

    public async Task Read(CancellationToken cancellationToken)
    {
        var numbers = await work.Read(cancellationToken);
        var now = clock.GetUtcNow();
        last = new Reading(
            numbers,
            await work.IncidentsByProcess(cancellationToken),
            numbers.Lag(now).TotalSeconds,
            numbers.UnsentFor(now).TotalSeconds,
            LettersAside.Count(place),
            place.FreeDisk
        );
    }

    /// <summary>What was read before no longer holds, and nothing is known: no number is better than an old one.</summary>
    public void Forget() => last = null;

    private IEnumerable<Measurement<double>> Of(Func<Reading, double> number) => last is { } read ? [new(number(read))] : [];

    private IEnumerable<Measurement<long>> Queue() =>
        last is not { Work: var numbers }
            ? []
            :
            [
                State(numbers.Due, "due"),
                State(numbers.Held, "held"),
                State(numbers.Waiting, "waiting"),
                State(numbers.Retried, "retried"),
                State(numbers.Stopped, "stopped"),
            ];

    private IEnumerable<Measurement<long>> Outbox() =>
        last is not { Work: var numbers } ? [] : [State(numbers.Unsent, "waiting"), State(numbers.GivenUp, "failed")];

    private IEnumerable<Measurement<long>> Incidents() =>
        last is not { } read
            ? []
            : read.Incidents.Select(one => new Measurement<long>(one.Incidents, new KeyValuePair<string, object?>("process", one.Process)));

    private static Measurement<long> State(long number, string state) => new(number, new KeyValuePair<string, object?>("state", state));

    private sealed record Reading(
        WorkNumbers Work,
        IReadOnlyList<(string Process, long Incidents)> Incidents,
        double Lag,
        double UnsentFor,
        long Aside,
        long FreeDisk
    );
}
