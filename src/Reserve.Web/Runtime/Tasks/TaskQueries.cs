using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>An open task as the page of its subject shows it; <c>Command</c> is the page's command that completes it.</summary>
public sealed record OpenTask(
    Guid RunId,
    long WaitId,
    string Title,
    string? Role,
    Guid? Assignee,
    DateTimeOffset? DueAt,
    string? Form,
    string? Command,
    string? Deadline,
    string? AssigneeName
)
{
    /// <summary>How the due date came about.</summary>
    public TaskDeadline? Counted => TaskDeadline.Read(Deadline);

    /// <summary>Who is to do it: the role and, once somebody has it, the name.</summary>
    /// <param name="said">The name of a role in the reader's language.</param>
    public string Doer(Func<string, string> said) =>
        string.Join(
            ", ",
            ((string?[])[Role is { } role && Roles.All.Contains(role) ? said(Roles.NameOf(role)) : null, AssigneeName]).Where(part =>
                !string.IsNullOrEmpty(part)
            )
        );
}

/// <summary>An open task of a run, for whoever may give it to somebody else.</summary>
public sealed record OpenRunTask(
    long WaitId,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    string? AssigneeName,
    DateTimeOffset? DueAt
);

/// <summary>A task as its page shows it.</summary>
public sealed record TaskCard(
    TaskRow Row,
    string State,
    string? ClosedByName,
    DefinitionId Definition,
    string? SubjectType,
    string? SubjectId,
    string? Page,
    TaskForm Form,
    TaskSettings Settings,
    FeelContext Variables,
    TaskDeadline? Deadline,
    AdHocPlace? AdHoc
)
{
    /// <summary>Whether the task is completed on the page of its case, and not by its form.</summary>
    public bool IsDecidedOnPage { get; init; }
}

/// <summary>The ad-hoc subprocess that a task is about, and what its drawing says of it, as JSON.</summary>
public sealed record AdHocPlace(string ElementId, string Inputs);

/// <summary>
/// The tasks of a run, of a subject, and one task with its form. What the caller may do is asked with the federation's scope and states
/// the whole rule itself, as in <see cref="TaskList"/>.
/// </summary>
public sealed class TaskQueries
{
    private const string Rule = $"""
        (t.assignee = $1 or (t.role = any($2) and t.role <> '{Roles.Candidate}'
            and (t.role <> '{TaskRights.Personal}' or t.assignee is null) and (t.territory = $3 or starts_with(t.territory, $3 || '.')))
            or {AbsentTasks.AnyRule})
        """;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly TaskRows rows;
    private readonly Caller caller;
    private readonly TaskCommands commands;

    internal TaskQueries(ReserveDb db, ProcessCatalog catalog, TaskRows rows, Caller caller, TaskCommands commands)
    {
        this.db = db;
        this.catalog = catalog;
        this.rows = rows;
        this.caller = caller;
        this.commands = commands;
    }

    /// <summary>The open tasks of the runs about a subject, within the caller's scope, in the order in which they were opened.</summary>
    public Task<List<OpenTask>> OpenAbout(Subject subject, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<OpenTask>(
                $"""
                select t.run_id as "RunId", t.wait_id as "WaitId", t.title as "Title", t.role as "Role", t.assignee as "Assignee",
                       t.due_at as "DueAt", t.form as "Form", task_command(t.inputs, t.element_id) as "Command",
                       t.deadline::text as "Deadline",
                       (select p.display_name from reserve_people(array[t.assignee]) p) as "AssigneeName"
                from task t join process_run r on r.id = t.run_id
                where r.subject_type = {subject.Type} and r.subject_id = {subject.Id} and t.state = 'open'
                order by t.opened_at, t.wait_id
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Which of the subjects have an open task of this command in their runs.</summary>
    public async Task<IReadOnlySet<Subject>> Awaiting(
        string command,
        IReadOnlyCollection<Subject> subjects,
        CancellationToken cancellationToken
    )
    {
        var (types, ids) = (subjects.Select(subject => subject.Type).ToArray(), subjects.Select(subject => subject.Id).ToArray());
        var found = await db
            .Database.SqlQuery<Subject>(
                $"""
                select distinct r.subject_type as "Type", r.subject_id as "Id"
                from unnest({types}, {ids}) asked (type, id)
                join process_run r on r.subject_type = asked.type and r.subject_id = asked.id
                join task t on t.run_id = r.id and t.state = 'open'
                where task_command(t.inputs, t.element_id) = {command}
                """
            )
            .ToListAsync(cancellationToken);
        return found.ToHashSet();
    }

    /// <summary>The first hundred open tasks of a run in the caller's scope.</summary>
    public Task<List<OpenRunTask>> OpenOf(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<OpenRunTask>(
                $"""
                select t.wait_id as "WaitId", t.title as "Title", t.role as "Role", t.territory as "Territory", t.assignee as "Assignee",
                       (select p.display_name from reserve_people(array[t.assignee]) p) as "AssigneeName", t.due_at as "DueAt"
                from reserve_open_tasks({run.Value}) t order by t.opened_at, t.wait_id limit 100
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The first open task of a run that the caller may do: where whoever began it goes on.</summary>
    public async Task<int?> FirstOf(RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await rows.Absent(cancellationToken);
        var batch = rows.Begin();
        Mine(
            batch,
            $"select t.wait_id from {TaskRows.Tables} where {Rule} and t.state = 'open' and t.run_id = $4 order by t.wait_id limit 1",
            run,
            0,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (int)reader.GetInt64(0) : null;
    }

    /// <summary>The open tasks of a run that the caller may do, by element: the first of each.</summary>
    public async Task<IReadOnlyDictionary<string, int>> MineOf(RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await rows.Absent(cancellationToken);
        var batch = rows.Begin();
        Mine(
            batch,
            $"""
            select t.element_id, min(t.wait_id) from {TaskRows.Tables} where {Rule} and t.state = 'open' and t.run_id = $4
            group by t.element_id
            """,
            run,
            0,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0), (int)reader.GetInt64(1));
        return found;
    }

    /// <summary>A task with its form, open or not; null when there is none or the caller may not see it.</summary>
    public async Task<TaskCard?> Card(RunId run, int wait, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await rows.Absent(cancellationToken);
        var batch = rows.Begin();
        Mine(
            batch,
            $"""
            select {TaskRows.Columns}, t.state, t.closed_by_name, r.definition_id, r.subject_type, r.subject_id, t.page, t.form,
                   t.inputs::text, t.deadline::text, t.element_id
            from {TaskRows.Tables} where ({Rule} or t.closed_by = $1) and t.run_id = $4 and t.wait_id = $5
            """,
            run,
            wait,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var row = (await rows.Told([rows.Read(reader)], cancellationToken))[0];
        var (state, closedBy, definition) = (reader.GetString(12), reader.Text(13), new DefinitionId(reader.GetGuid(14)));
        var (subjectType, subjectId, page, form, inputs) = (
            reader.Text(15),
            reader.Text(16),
            reader.Text(17),
            reader.Text(18),
            reader.GetString(19)
        );
        var deadline = TaskDeadline.Read(reader.Text(20));
        var element = reader.GetString(21);
        await reader.DisposeAsync();
        var deployed = await catalog.Get(definition, new RuntimeSession(db), cancellationToken);
        var asked = TaskForms.Of(deployed, form);
        var variables =
            asked.NeedsVariables && state == "open" ? await Variables(deployed, run, wait, cancellationToken) : FeelContext.Empty;
        var settings = TaskSettings.Read(inputs);
        return new TaskCard(
            row,
            state,
            closedBy,
            definition,
            subjectType,
            subjectId,
            page,
            asked,
            settings,
            variables,
            deadline,
            deployed.Definition.Element(element)?.ElementName == AdHoc.AdHocQueries.ElementName ? new AdHocPlace(element, inputs) : null
        )
        {
            IsDecidedOnPage = commands.IsInsteadOfForm(settings.Command),
        };
    }

    /// <summary>What the run knows where the task of a card waits; the card was read by whoever may see the task.</summary>
    public async Task<FeelContext> Known(TaskCard card, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var deployed = await catalog.Get(card.Definition, new RuntimeSession(db), cancellationToken);
        return await Variables(deployed, card.Row.Run, card.Row.Wait, cancellationToken);
    }

    /// <summary>What the run knows where the task waits; asked after the right to see the task.</summary>
    private async Task<FeelContext> Variables(Deployed deployed, RunId run, int wait, CancellationToken cancellationToken)
    {
        var batch = rows.Begin();
        batch.Add("select state from process_run where id = $1").With(run.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? ProcessRun.Deserialize(deployed.Definition, reader.GetFieldValue<byte[]>(0)).VariablesAt(wait)
            : FeelContext.Empty;
    }

    /// <summary>The parameters of <see cref="Rule"/>, with the run and the wait as the fourth and the fifth.</summary>
    private void Mine(Batch batch, string sql, RunId run, int wait, AbsentTasks absent) =>
        absent.AddTo(
            batch.Add(sql).With(caller.UserId).With(caller.Roles.ToArray()).WithText(caller.Territory).With(run.Value).With((long)wait)
        );
}
