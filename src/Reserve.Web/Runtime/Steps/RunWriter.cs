using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

/// <summary>The history of one step: what was entered, completed and cancelled, in order.</summary>
internal sealed class StepHistory
{
    private readonly List<string> elements = [];
    private readonly List<int> instances = [];
    private readonly List<int> scopes = [];
    private readonly System.Text.StringBuilder moves = new();

    public void Add(string element, char move, int instance, int scope)
    {
        elements.Add(element);
        moves.Append(move);
        instances.Add(instance);
        scopes.Add(scope);
    }

    public string[] Elements => [.. elements];

    public string Moves => moves.ToString();

    public int[] Instances => [.. instances];

    public int[] Scopes => [.. scopes];
}

/// <summary>
/// Turns what a step decided into statements of one batch. Statements run in the order they were added; nothing is sent before
/// <see cref="SendAsync"/>. A run is written in its own territory's scope and no other, whoever set it going; a task that a person acts on,
/// in the task's: the person's right was checked against it. The caller's scope is told again at the end.
/// </summary>
internal sealed partial class RunWriter(Batch batch, ReserveDb db)
{
    private string? first;
    private string? now;

    /// <summary>A job of this writer's own making became due: workers should look.</summary>
    public bool MadeWork { get; private set; }

    /// <summary>What is added from here on belongs to this territory.</summary>
    public RunWriter In(string territory)
    {
        if (first is null)
            first = now = territory;
        if (now != territory)
            batch.Add(Batch.SetScope).With(territory);
        now = territory;
        return this;
    }

    private Batch.Statement Add(string sql) =>
        now is null ? throw new InvalidOperationException("A run is written in its own territory: call In first.") : batch.Add(sql);

    public void InsertRun(NewRun run, byte[] state, RunStatus status, Stamp stamp) =>
        Add(
                """
                insert into process_run (id, definition_id, status, version, state, territory, subject_type, subject_id, business_key,
                                         parent_run_id, parent_wait_id, started_by, started_at, ended_at)
                values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $3 <> 'running' then $12 end)
                """
            )
            .With(run.Id.Value)
            .With(run.Definition.Value)
            .With(RunStatuses.Text(status))
            .With(state)
            .With(run.Territory)
            .WithText(run.Subject?.Type)
            .WithText(run.Subject?.Id)
            .WithText(run.BusinessKey)
            .With(run.Parent?.Run.Value)
            .With(run.Parent?.Number)
            .With(stamp.Name)
            .With(stamp.At);

    public void UpdateRun(RunId run, int version, byte[] state, RunStatus status, Stamp stamp)
    {
        if (status == RunStatus.Running)
            Add("update process_run set state = $2, version = $3 where id = $1").With(run.Value).With(state).With(version);
        else
            Add("update process_run set state = $2, version = $3, status = $4, ended_at = $5 where id = $1")
                .With(run.Value)
                .With(state)
                .With(version)
                .With(RunStatuses.Text(status))
                .With(stamp.At);
    }

    public void Step(RunId run, int version, string territory, Stamp stamp, string cause, StepHistory history, GivenEvents given)
    {
        var (text, large) = given.Write();
        Add(
                """
                insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes, given)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """
            )
            .With(run.Value)
            .With(version)
            .With(territory)
            .With(stamp.At)
            .With(stamp.Name)
            .With(cause)
            .With(history.Elements)
            .With(history.Moves)
            .With(history.Instances)
            .With(history.Scopes)
            .WithWrittenJson(text);
        for (var position = 0; position < large.Count; position++)
        {
            Add("insert into step_value (run_id, step, position, territory, content) values ($1, $2, $3, $4, $5)")
                .With(run.Value)
                .With(version)
                .With(position)
                .With(territory)
                .WithWrittenJson(large[position]);
        }
    }

    /// <summary>Writes down that the engine did not take what was sent to a run.</summary>
    public void RecordRefusal(WaitId wait, string territory, string cause, StepRefusal refusal, Stamp stamp) =>
        Add(
                """
                insert into run_refusal (id, run_id, wait_id, territory, at, actor, cause, refusal) values ($1, $2, $3, $4, $5, $6, $7, $8)
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(wait.Run.Value)
            .With((long?)wait.Number)
            .With(territory)
            .With(stamp.At)
            .With(stamp.Name)
            .With(cause)
            .With(refusal.ToString());

    public void OpenTask(WaitId wait, NewTask task, Stamp stamp) =>
        Add(
                """
                insert into task (run_id, wait_id, element_id, title, role, territory, assignee, due_at, form, page, inputs, opened_at,
                                  deadline, notice_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(task.Element)
            .With(task.Title)
            .WithText(task.Role)
            .With(task.Territory)
            .With(task.Assignee)
            .With(task.Deadline?.Due)
            .WithText(task.Form)
            .WithText(task.Page)
            .WithJson(task.Inputs)
            .With(stamp.At)
            .WithJson(task.Deadline?.Write())
            .With(task.Deadline?.NoticeAt);

    public void CompleteTask(WaitId wait, string outcome, Stamp stamp, string displayName) =>
        Add(
                """
                update task set state = 'done', closed_at = $3, closed_by = $4, closed_by_name = $5, outcome = $6 where run_id = $1
                  and wait_id = $2
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(stamp.At)
            .With(stamp.By)
            .With(displayName.Length > 0 ? displayName : stamp.Name)
            .WithJson(outcome);

    public void Assign(WaitId wait, Guid? person) =>
        Add("update task set assignee = $3 where run_id = $1 and wait_id = $2").With(wait.Run.Value).With(wait.Number).With(person);

    public void SetDeadline(WaitId wait, TaskDeadline deadline) =>
        Add("update task set due_at = $3, deadline = $4, notice_at = $5 where run_id = $1 and wait_id = $2")
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(deadline.Due)
            .WithJson(deadline.Write())
            .With(deadline.NoticeAt);

    public void AddTaskFile(WaitId wait, AttachedFile file, Stamp stamp) =>
        Add(
                """
                insert into task_file (id, run_id, wait_id, field, name, content_type, content, added_at) values ($1, $2, $3, $4, $5, $6,
                  $7, $8)
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(file.Key)
            .With(file.Name)
            .With(file.ContentType)
            .With(file.Content)
            .With(stamp.At);

    public void WithdrawTasks(RunId run, long[] waits, Stamp stamp) =>
        Add("select reserve_withdraw_tasks($1, $2, $3, $4)").With(run.Value).With(waits).With(stamp.At).With(stamp.Name);

    public void RecordDecision(WaitId wait, string territory, string element, DecisionOutcome.Made outcome, Stamp stamp) =>
        Add(
                """
                insert into decision_record (run_id, wait_id, territory, element_id, decision, at, inputs, output, explanation)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(territory)
            .With(element)
            .With(outcome.Decision)
            .With(stamp.At)
            .WithJson(outcome.Inputs)
            .WithJson(outcome.Output)
            .WithJson(outcome.Explanation);

    public void RaiseIncident(WaitId wait, string? element, string territory, string code, string message, Stamp stamp) =>
        Add(
                """
                insert into incident (id, run_id, wait_id, element_id, territory, code, message, raised_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (run_id, wait_id) where resolved_at is null and wait_id is not null
                do update set code = excluded.code, message = excluded.message, raised_at = excluded.raised_at
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(wait.Run.Value)
            .With(wait.Number)
            .WithText(element)
            .With(territory)
            .With(code)
            .With(message)
            .With(stamp.At);

    public void ResolveIncidents(RunId run, long? wait, Stamp stamp) =>
        Add(
                """
                update incident set resolved_at = $3, resolved_by = $4
                where run_id = $1 and ($2::bigint is null or wait_id = $2) and resolved_at is null
                """
            )
            .With(run.Value)
            .With(wait)
            .With(stamp.At)
            .With(stamp.Name);

    /// <summary>Those of the engine's waits; jobs of the runtime's own have numbers below zero.</summary>
    public void ResolveIncidentsOfWaits(RunId run, Stamp stamp) =>
        Add("update incident set resolved_at = $2, resolved_by = $3 where run_id = $1 and wait_id > 0 and resolved_at is null")
            .With(run.Value)
            .With(stamp.At)
            .With(stamp.Name);

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (first is null)
            return;
        // What happened since the first statement was added may have told the transaction another scope.
        if (db.ScopeOfTransaction != first)
            batch.InScope(first);
        if (now != (db.Scope ?? ""))
            batch.Add(Batch.SetScope).With(db.Scope ?? "");
        db.ScopeOfTransaction = db.Scope ?? "";
        await batch.SendAsync(cancellationToken);
    }
}
