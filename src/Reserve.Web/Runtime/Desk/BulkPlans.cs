using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Desk;

/// <summary>A case as it stood when it was looked at, and what would happen to it; without targets and steps nothing.</summary>
internal sealed record PlannedCase(
    Guid Run,
    string Territory,
    int Version,
    bool IsSuspended,
    bool IsPossible,
    IReadOnlyList<BulkTarget> Targets,
    IReadOnlyList<BulkFinding> Findings
);

/// <summary>Says beforehand what would happen to cases. Nothing is written.</summary>
internal sealed class BulkPlans(ReserveDb db, ProcessCatalog catalog, People people)
{
    /// <summary>The cases of these ids that the caller's scope shows.</summary>
    public async Task<IReadOnlyList<PlannedCase>> Of(
        BulkKind kind,
        IReadOnlyList<RunId> runs,
        Guid? to,
        string? element,
        CancellationToken cancellationToken
    )
    {
        Guid[] ids = [.. runs.Select(run => run.Value).Distinct()];
        var cases = await db
            .Database.SqlQuery<CaseRow>(
                $"""
                select id as "Id", definition_id as "DefinitionId", territory as "Territory", status as "Status", version as "Version",
                       suspended_at is not null as "IsSuspended", parent_run_id is not null as "IsPart"
                from process_run where id = any({ids}) order by id
                """
            )
            .ToListAsync(cancellationToken);
        var incidents = kind == BulkKind.Retry ? await Incidents(ids, cancellationToken) : [];
        var tasks = kind is BulkKind.Reassign or BulkKind.Cancel ? await Tasks(ids, element, cancellationToken) : [];
        var person = to is { } one ? (await people.Named([one], cancellationToken)).SingleOrDefault() : null;
        var planned = new List<PlannedCase>(cases.Count);
        foreach (var row in cases)
        {
            var (targets, findings, possible) = kind switch
            {
                BulkKind.Retry => await Retry(row, incidents.GetValueOrDefault(row.Id, []), cancellationToken),
                BulkKind.Reassign => Reassign(row, tasks.GetValueOrDefault(row.Id, []), to, person),
                _ => Whole(kind, row, tasks.GetValueOrDefault(row.Id, [])),
            };
            planned.Add(new PlannedCase(row.Id, row.Territory, row.Version, row.IsSuspended, possible, targets, findings));
        }
        return planned;
    }

    /// <summary>Those who may do at least one of the tasks that are meant, by name.</summary>
    public async Task<IReadOnlyList<Person>> MayGet(
        IReadOnlyList<RunId> runs,
        string? element,
        string territory,
        CancellationToken cancellationToken
    )
    {
        var tasks = (await Tasks([.. runs.Select(run => run.Value)], element, cancellationToken))
            .Values.SelectMany(all => all)
            .Where(task => task.Role is not (null or Roles.Candidate or TaskRights.Personal))
            .Select(task => (Role: task.Role!, task.Territory))
            .Distinct()
            .ToList();
        if (tasks.Count == 0)
            return [];
        var holders = await people.OfRole(territory, cancellationToken, [.. tasks.Select(task => task.Role).Distinct()]);
        return
        [
            .. holders
                .DistinctBy(person => person.Id)
                .Where(person => tasks.Any(task => person.Roles.Contains(task.Role) && Territory.Covers(person.Territory, task.Territory)))
                .OrderBy(person => person.DisplayName, StringComparer.CurrentCulture),
        ];
    }

    private async Task<Outlook> Retry(CaseRow row, IReadOnlyList<IncidentRow> incidents, CancellationToken cancellationToken)
    {
        if (incidents.Count == 0)
            return Outlook.Not(new BulkFinding(BulkLine.NothingToRetry));
        if (row.IsSuspended)
            return Outlook.Not(BulkFinding.Because(RefusalText.Of(RetryRefusal.Suspended)));
        var definition = (await catalog.Get(new DefinitionId(row.DefinitionId), new RuntimeSession(db), cancellationToken)).Definition;
        BulkTarget[] targets =
        [
            .. incidents
                .Where(incident => incident.WaitId is not null)
                .Select(incident => new BulkTarget(NameOf(definition, incident.ElementId), incident.Id)),
        ];
        return targets.Length == 0
            ? Outlook.Not(new BulkFinding(BulkLine.CannotRetry))
            : new Outlook(targets, [.. targets.Select(target => new BulkFinding(BulkLine.WillRetry, target.Name))]);
    }

    private static Outlook Reassign(CaseRow row, IReadOnlyList<TaskRow> tasks, Guid? to, Person? person)
    {
        if (row.Status != RunStatuses.Text(RunStatus.Running))
            return Outlook.Not(BulkFinding.Because(new HelpRefusal.Ended().Text));
        if (tasks.Count == 0)
            return Outlook.Not(new BulkFinding(BulkLine.NoTask));
        var looked = tasks.Select(task =>
            (Task: task, Refusal: TaskHandover.Refusal(task.Role, task.Territory, task.Assignee, to, person))
        );
        var findings = looked.Select(one =>
            one.Refusal == HandoverRefusal.Same && to is null ? new BulkFinding(BulkLine.IsFree, one.Task.Title)
            : one.Refusal is { } refusal ? new BulkFinding(BulkLine.CannotGive, one.Task.Title, Reason: RefusalText.Of(refusal))
            : to is null ? new BulkFinding(BulkLine.WillReturn, one.Task.Title)
            : new BulkFinding(BulkLine.WillGet, one.Task.Title, person!.DisplayName)
        );
        BulkTarget[] targets =
        [
            .. looked
                .Where(one => one.Refusal is null)
                .Select(one => new BulkTarget(one.Task.Title, Wait: (int)one.Task.WaitId, Assignee: one.Task.Assignee)),
        ];
        return new Outlook(targets, [.. findings], targets.Length > 0);
    }

    private static Outlook Whole(BulkKind kind, CaseRow row, IReadOnlyList<TaskRow> tasks) =>
        row.Status != RunStatuses.Text(RunStatus.Running) ? Outlook.Not(BulkFinding.Because(new HelpRefusal.Ended().Text))
        : kind == BulkKind.Suspend && row.IsSuspended ? Outlook.Not(BulkFinding.Because(new HelpRefusal.AlreadySuspended().Text))
        : kind == BulkKind.Resume && !row.IsSuspended ? Outlook.Not(BulkFinding.Because(new HelpRefusal.NotSuspended().Text))
        : kind switch
        {
            BulkKind.Suspend => Outlook.Will(BulkLine.WillSuspend),
            BulkKind.Resume => Outlook.Will(BulkLine.WillResume),
            BulkKind.Migrate => Outlook.Will(BulkLine.WillMigrate),
            _ => new Outlook(
                [],
                [
                    new BulkFinding(BulkLine.WillCancel),
                    .. tasks.Select(task => new BulkFinding(BulkLine.TaskEnds, task.Title)),
                    .. row.IsPart ? [new BulkFinding(BulkLine.IsPart)] : Array.Empty<BulkFinding>(),
                ]
            ),
        };

    private static string NameOf(ProcessDefinition definition, string? element) => element is null ? "—" : definition.LabelOf(element);

    private async Task<Dictionary<Guid, List<IncidentRow>>> Incidents(Guid[] ids, CancellationToken cancellationToken) => (
            await db
                .Database.SqlQuery<IncidentRow>(
                    $"""
                    select id as "Id", run_id as "RunId", wait_id as "WaitId", element_id as "ElementId" from incident
                    where run_id = any({ids}) and resolved_at is null order by raised_at, id
                    """
                )
                .ToListAsync(cancellationToken)
        ).GroupBy(row => row.RunId).ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>The open tasks of the cases, also those that were given to people above.</summary>
    private async Task<Dictionary<Guid, List<TaskRow>>> Tasks(Guid[] ids, string? element, CancellationToken cancellationToken) => (
            await db
                .Database.SqlQuery<TaskRow>(
                    $"""
                    select r.id as "RunId", t.wait_id as "WaitId", t.title as "Title", t.role as "Role", t.territory as "Territory",
                           t.assignee as "Assignee"
                    from process_run r cross join lateral reserve_open_tasks(r.id) t
                    where r.id = any({ids}) and r.status = 'running' and ({element}::text is null or t.element_id = {element})
                    order by t.opened_at, t.wait_id
                    """
                )
                .ToListAsync(cancellationToken)
        ).GroupBy(row => row.RunId).ToDictionary(group => group.Key, group => group.ToList());

    private sealed record CaseRow(Guid Id, Guid DefinitionId, string Territory, string Status, int Version, bool IsSuspended, bool IsPart);

    private sealed record IncidentRow(Guid Id, Guid RunId, long? WaitId, string? ElementId);

    private sealed record TaskRow(Guid RunId, long WaitId, string Title, string? Role, string Territory, Guid? Assignee);

    private sealed record Outlook(IReadOnlyList<BulkTarget> Targets, IReadOnlyList<BulkFinding> Findings, bool IsPossible = true)
    {
        public static Outlook Not(BulkFinding why) => new([], [why], IsPossible: false);

        public static Outlook Will(BulkLine line) => new([], [new BulkFinding(line)]);
    }
}
