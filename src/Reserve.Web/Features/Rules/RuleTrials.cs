using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Rules;

/// <summary>
/// A recorded decision and what the rule on trial makes of the same inputs; with a reason where it makes nothing, and remarks where a part
/// of it became null.
/// </summary>
public sealed record TrialRow(
    Guid RunId,
    string ElementId,
    Subject? Subject,
    string Territory,
    string Decision,
    DateTimeOffset At,
    JsonElement Was,
    JsonElement Now,
    string? Problem,
    string? Remarks
)
{
    public bool IsSame { get; } = Problem is null && JsonElement.DeepEquals(Was, Now);

    public string? ZoneWas => Zone(Was);

    public string? ZoneNow => Zone(Now);

    /// <summary>The entries that differ; the whole values where they are not both contexts.</summary>
    public IEnumerable<(string? Name, string? Was, string? Now)> Differences()
    {
        if (Was.ValueKind != JsonValueKind.Object || Now.ValueKind != JsonValueKind.Object)
            return IsSame ? [] : [(null, Was.GetRawText(), Now.ValueKind == JsonValueKind.Undefined ? null : Now.GetRawText())];
        return from name in Was.EnumerateObject().Concat(Now.EnumerateObject()).Select(entry => entry.Name).Distinct()
            let was = Was.TryGetProperty(name, out var former) ? former : default
            let now = Now.TryGetProperty(name, out var latter) ? latter : default
            where was.ValueKind != now.ValueKind || !JsonElement.DeepEquals(was, now)
            select ((string?)name, Text(was), Text(now));
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

    private static string? Zone(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("zone", out var zone) && zone.ValueKind == JsonValueKind.String
            ? zone.GetString()
            : null;
}

/// <summary>How many would go from one zone of the reserve to another.</summary>
public sealed record ZoneMove(string From, string Into, int Count);

/// <summary>What a trial found, and the rows that were asked for.</summary>
public sealed record TrialResult(
    int Evaluated,
    int Unchanged,
    int Changed,
    int Failed,
    IReadOnlyList<ZoneMove> Moves,
    IReadOnlyList<TrialRow> Rows,
    int Total
);

/// <summary>
/// Evaluates what was decided once more, by rules that nobody has published yet. Row-level security shows the caller's territory only.
/// </summary>
public sealed class RuleTrials
{
    private readonly DecisionQueries decisions;
    private readonly ProcessClock clock;

    internal RuleTrials(DecisionQueries decisions, ProcessClock clock)
    {
        this.decisions = decisions;
        this.clock = clock;
    }

    /// <summary>
    /// Takes every decision of the file that still stands: the latest of each run and element, of running cases or also of
    /// <paramref name="ended"/> ones; for a region's own rule those of the region, by whichever rule they were made. Only the rows of the
    /// page are kept: those that come out
    /// otherwise, or all.
    /// </summary>
    public async Task<TrialResult> Run(
        RulePlace place,
        string xml,
        bool ended,
        bool all,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var model = DmnReader.Read(xml).Model ?? throw new ArgumentException("Not readable as DMN.", nameof(xml));
        var names = model
            .Definitions.Decisions.Where(decision => decision.Id.Length > 0)
            .DistinctBy(decision => decision.Id)
            .ToDictionary(decision => decision.Id, decision => decision.Name);
        int evaluated = 0,
            unchanged = 0,
            failed = 0,
            total = 0;
        var moves = new Dictionary<(string, string), int>();
        var rows = new List<TrialRow>();
        await foreach (
            var record in decisions
                .Recorded(place.Process, place.ForTerritory, place.Path, ended, null)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            var row = Evaluate(model, record, names);
            evaluated++;
            unchanged += row.IsSame ? 1 : 0;
            failed += row.Problem is null ? 0 : 1;
            if (row is { Problem: null, ZoneWas: { } from, ZoneNow: { } into } && from != into)
                moves[(from, into)] = moves.GetValueOrDefault((from, into)) + 1;
            if ((all || !row.IsSame) && total++ >= skip && rows.Count < take)
                rows.Add(row);
        }
        return new TrialResult(
            evaluated,
            unchanged,
            evaluated - unchanged - failed,
            failed,
            [.. moves.OrderByDescending(move => move.Value).Select(move => new ZoneMove(move.Key.Item1, move.Key.Item2, move.Value))],
            rows,
            total
        );
    }

    /// <summary>What a rule is tried with: the moment, and the calendar of the whole country.</summary>
    public FeelOptions Options(DateTimeOffset moment) => clock.Options(moment);

    /// <summary>The newest decisions of the file, as examples to try a rule on.</summary>
    public Task<List<RecordedDecision>> Samples(RulePlace place, int count, CancellationToken cancellationToken) =>
        decisions.Recorded(place.Process, place.ForTerritory, place.Path, ended: true, count).ToListAsync(cancellationToken);

    private TrialRow Evaluate(DmnModel model, RecordedDecision record, Dictionary<string, string> names)
    {
        using var was = JsonDocument.Parse(record.Output);
        using var inputs = JsonDocument.Parse(record.Inputs);
        // By the clock of that time: a deadline counted again must not move because today is another day.
        var result = model.Evaluate(
            record.Decision,
            model.ReadInputs(inputs.RootElement) ?? FeelContext.Empty,
            clock.Options(record.At, record.Territory)
        );
        var remarks = result.Warnings.Count > 0 ? string.Join("; ", result.Warnings) : null;
        var problem = result.IsKnown ? DecisionRunner.Fault(result) : remarks;
        return new TrialRow(
            record.RunId,
            record.ElementId,
            record.Subject,
            record.Territory,
            names.GetValueOrDefault(record.Decision, record.Decision),
            record.At,
            was.RootElement.Clone(),
            problem is null ? JsonElement.Parse(FeelJson.ToText(result.Value)) : default,
            problem,
            remarks
        );
    }
}
