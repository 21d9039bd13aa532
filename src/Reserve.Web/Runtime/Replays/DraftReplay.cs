using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Bpmn.Replay;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Replays;

/// <summary>Plays recorded cases through a draft: its drawing and its rules. Nothing is written, nobody is asked or told.</summary>
internal sealed class DraftReplay(
    ReserveDb db,
    ProcessCatalog catalog,
    ProcessDrafts drafts,
    DecisionRunner decisions,
    ActivityCatalog activities,
    RecordedRuns recorded,
    ProcessClock clock
)
{
    /// <summary>The draft as it would run; null when it does not compile, or has not this process any more.</summary>
    public async Task<Deployed?> Draft(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        var bundle = ProcessDrafts.Applied(
            await drafts.InForce(key, forTerritory, cancellationToken),
            await drafts.Changes(key, forTerritory, cancellationToken)
        );
        return ProcessCompiler.Compile(bundle.Xml, key).Definition is { } definition
            ? new Deployed(default, key, definition.Name, 0, definition, bundle.Files, bundle.Templates, forTerritory)
            : null;
    }

    public async Task<IReadOnlyList<ReplayGroup>> Play(Deployed draft, Guid[] runs, CancellationToken cancellationToken)
    {
        var played = new List<ReplayGroup>();
        var plays = new Dictionary<DefinitionId, CaseReplay>();
        foreach (var run in await recorded.Of(runs, cancellationToken))
        {
            var by = await catalog.Get(run.Definition, new RuntimeSession(db), cancellationToken);
            if (!plays.TryGetValue(run.Definition, out var through))
                plays.Add(run.Definition, through = Through(draft, by));
            played.Add(ReplayGroup.Of(Play(through, by, run, null), run.Id));
        }
        return played;
    }

    /// <summary>The conditions that the draft looks at when it plays this case, in order.</summary>
    public async Task<IReadOnlyList<FlowChoice>> Choices(Deployed draft, RunId id, CancellationToken cancellationToken)
    {
        var choices = new List<FlowChoice>();
        if (await recorded.Find(id, cancellationToken) is not { } run)
            return choices;
        var by = await catalog.Get(run.Definition, new RuntimeSession(db), cancellationToken);
        Play(Through(draft, by), by, run, choices);
        return choices;
    }

    private ReplayedCase Play(CaseReplay through, Deployed by, RecordedRun run, ICollection<FlowChoice>? choices)
    {
        if (run.Missing is not null)
            return new ReplayedCase.Cannot(CannotReason.NotRecorded);
        if (run.Steps.Any(step => step.Given.Act is not null))
            return new ReplayedCase.Cannot(CannotReason.Helped);
        return through.Play(
            by.Definition,
            [.. run.Steps.Select(step => new RecordedStep(step.At, step.Given.Events))],
            moment => clock.Options(moment, run.Territory) with { Now = moment },
            choices
        );
    }

    private CaseReplay Through(Deployed draft, Deployed by)
    {
        var same = RunMigration
            .Propose(by.Definition, draft.Definition)
            .ToDictionary(element => element.From, element => element.To, StringComparer.Ordinal);
        return new CaseReplay(
            draft.Definition,
            same.GetValueOrDefault,
            (asked, options) =>
                decisions.Evaluate(draft, asked, options) switch
                {
                    DecisionOutcome.Made made => new RunEvent.DecisionEvaluated(asked.WaitId, made.Value),
                    DecisionOutcome.Failed failed => new RunEvent.ServiceFailed(asked.WaitId, null, failed.Message),
                    _ => throw new InvalidOperationException("A decision is made or fails."),
                },
            // What gives the process nothing back is done: nothing of the way hangs on it.
            call => call.ActivityType is { } type && activities.Find(type) is { } known && GivesNothing(known) ? FeelContext.Empty : null
        );
    }

    private static bool GivesNothing(ActivityDescription activity) => activity.Outcome.GetGenericArguments()[0] == typeof(Done);
}
