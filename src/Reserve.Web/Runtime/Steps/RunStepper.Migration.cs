using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

/// <summary>Takes runs over to other versions, and back.</summary>
internal sealed partial class RunStepper
{
    /// <summary>Takes a locked run over to another version, as one step. A plan without a run has changed nothing.</summary>
    /// <param name="tasks">The run's open tasks as they are.</param>
    public async Task<MigrationPlan> Migrate(
        LockedRun run,
        DefinitionId to,
        IReadOnlyDictionary<string, string> mapping,
        IEnumerable<OpenTaskRow> tasks,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var from = await catalog.Get(run.Definition, Session, cancellationToken);
        var target = await catalog.Get(to, Session, cancellationToken);
        var step = new OneStep(run.Id, run.Territory, run.Parent, target, run.Version + 1, stamp, Moment(stamp, run.Territory))
        {
            Act = new GivenAct.Migrated(run.Definition.Value, to.Value, mapping),
            Tasks = tasks.ToDictionary(task => task.Wait),
        };
        var plan = RunMigration.Plan(ProcessRun.Deserialize(from.Definition, run.State), target.Definition, mapping, step.Options);
        if (plan.Run is not { } state)
            return plan;
        var events = new Queue<RunEvent>();
        Collect(step, state, plan.Effects, events);
        Play(step, state, events, null);
        writer.In(run.Territory).MoveRun(run.Id, to);
        writer.UpdateRun(run.Id, step.Version, state.Serialize(), step.Status, stamp);
        await Write(step, "migrate", writer, 0, cancellationToken);
        return plan;
    }

    /// <summary>Gives a locked run the state back that it had before its last step, which was a migration; its tasks too.</summary>
    public async Task Undo(
        LockedRun run,
        DefinitionId from,
        byte[] before,
        IEnumerable<OpenTaskRow> tasks,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var now = await catalog.Get(run.Definition, Session, cancellationToken);
        var former = await catalog.Get(from, Session, cancellationToken);
        var step = new OneStep(run.Id, run.Territory, run.Parent, former, run.Version + 1, stamp, Moment(stamp, run.Territory))
        {
            Act = new GivenAct.Undone(run.Version),
        };
        var state = ProcessRun.Deserialize(former.Definition, before);
        var effects = RunMigration.Restore(ProcessRun.Deserialize(now.Definition, run.State), state, step.Options);
        // Tasks get their rows back as they were.
        Collect(step, state, effects.Where(effect => effect is not RunEffect.UserTaskChanged), new Queue<RunEvent>());
        writer.In(run.Territory).MoveRun(run.Id, from);
        writer.UpdateRun(run.Id, step.Version, state.Serialize(), step.Status, stamp);
        await Write(step, "undo-migration", writer, 0, cancellationToken);
        foreach (var task in tasks)
            writer.ChangeTask(run.Id, task);
    }

    /// <summary>What is drawn differently by the other version.</summary>
    private void Redraw(OneStep step, RunEffect effect, RunWriter writer)
    {
        switch (effect)
        {
            case RunEffect.WaitMoved moved:
                writer.MoveWait(step.Wait(moved.WaitId), moved.ElementId);
                if (step.Tasks.TryGetValue(moved.WaitId, out var known))
                    Change(known with { Element = moved.ElementId });
                break;
            case RunEffect.ServiceChanged call:
                writer.ChangeJob(step.Wait(call.WaitId), call.ActivityType ?? "", FeelJson.ToText(FeelValue.Context(call.Inputs)));
                break;
            case RunEffect.UserTaskChanged drawn when step.Tasks.TryGetValue(drawn.WaitId, out var task):
                var name = step.Deployed.Definition.Element(drawn.ElementId)?.Name ?? "";
                var opened = new RunEffect.OpenUserTask(drawn.WaitId, drawn.ElementId, drawn.ActivityType, drawn.Inputs);
                var now = HumanTask.Open(opened, name, step.Territory, task.OpenedAt.ToOffset(step.Now.Offset), clock);
                Change(task.Drawn(now, drawn.Changed));
                break;
        }

        void Change(OpenTaskRow task)
        {
            step.Tasks[task.Wait] = task;
            writer.ChangeTask(step.Run, task);
        }
    }
}

/// <summary>An open task, whole: as it is, or as it shall be.</summary>
internal sealed record OpenTaskRow(
    long Wait,
    string Element,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    DateTimeOffset? Due,
    string? Form,
    string? Page,
    string Inputs,
    DateTimeOffset OpenedAt,
    string? Deadline
)
{
    /// <summary>The task with what is written differently in the new drawing; what is not, stays as people have made it.</summary>
    public OpenTaskRow Drawn(NewTask drawn, IReadOnlyList<string> changed)
    {
        return this with
        {
            Title = Has("title", RunEffect.UserTaskChanged.Name) ? drawn.Title : Title,
            Role = Has("role") ? drawn.Role : Role,
            Territory = Has("territory") && Data.Territory.Covers(drawn.Territory, Territory) ? drawn.Territory : Territory,
            // Whoever took a task of the former role may not have the new one.
            Assignee = Has("assignee", "role") ? drawn.Assignee : Assignee,
            Due = HasTime() ? drawn.Deadline?.Due : Due,
            Deadline = HasTime() ? drawn.Deadline?.Write() : Deadline,
            Form = Has("form") ? drawn.Form : Form,
            Page = Has("page") ? drawn.Page : Page,
            Inputs = drawn.Inputs,
            Element = drawn.Element,
        };

        bool Has(params string[] names) => names.Any(changed.Contains);
        bool HasTime() => TaskDeadline.Inputs.Any(changed.Contains);
    }
}
