using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// SQL that finds the tasks of a person by the indexes of <c>580-lists.sql</c> alone: those assigned to them, and for each of their roles
/// and each territory below theirs that has any, the most urgent; and what they may do for somebody absent. Parameters: <c>$1</c> the
/// person, <c>$2</c> the roles, <c>$3</c> the territory, <c>$4</c> the present moment, <c>$5</c> the only role asked for, <c>$6</c> and
/// <c>$7</c> roles and territories whose free tasks are those of somebody absent, <c>$8</c> to <c>$11</c> whose own tasks, of which role,
/// in which territory, and whether those without a role too (<see cref="AbsentTasks"/>); <c>$12</c>, <c>$13</c>, <c>$14</c> the cursor.
/// </summary>
internal static class TaskSelection
{
    private const string Due = "coalesce(t.due_at, 'infinity')";
    private const string Covers = "(p.territory = p.within or starts_with(p.territory, p.within || '.'))";
    private const string OfRole = "($5::text is null or t.role = $5)";

    /// <summary>Open tasks of a role that nobody has taken, and those that somebody has: each kind has an index of its own.</summary>
    private static readonly (string Name, string Condition)[] Kinds = [("free", "t.assignee is null"), ("taken", "t.assignee is not null")];

    /// <summary>The roles and territories that have tasks, by jumping through the indexes from one to the next.</summary>
    private static readonly string Places =
        "with recursive " + string.Join(",\n", Kinds.Select(kind => PlacesOf(kind.Name, kind.Condition)));

    /// <summary>
    /// The keys of a view's tasks, of each place the first in the order of the view: the relation <c>picked</c>, where <c>rank</c> counts
    /// the tasks of a place. What lies up to the first task of rank <paramref name="most"/> is complete: the relation <c>found</c>.
    /// </summary>
    public static string Found(TaskView view, Cursor? at, int most)
    {
        var descending = Descends(view, at);
        var direction = descending ? " desc" : "";
        var key = view == TaskView.Done ? "t.closed_at" : Due;
        var only = view == TaskView.Overdue ? $" and {Due} < $4" : "";
        if (at is not null)
            only += $" and ({key}, t.run_id, t.wait_id) {(descending ? "<" : ">")} (coalesce($12, 'infinity'), $13, $14)";
        var order = $"order by {key}{direction}, t.run_id{direction}, t.wait_id{direction}";
        var columns = $"select t.run_id, t.wait_id, {key} as due, row_number() over ({order}) as rank from task t";
        var own = $"({columns} where t.state = 'open' and t.assignee = $1 and {OfRole}{only} {order} limit {most})";
        var ways = view switch
        {
            TaskView.Mine => [own],
            TaskView.Done => [$"({columns} where t.state = 'done' and t.closed_by = $1 and {OfRole}{only} {order} limit {most})"],
            TaskView.Free => [OfPlaces(Kinds[0])],
            _ => (string[])[own, OfAbsent(columns, only, order, most), .. Kinds.Select(OfPlaces)],
        };
        return $"""
            {Places}, picked as materialized ({string.Join("\nunion all\n", ways)}),
            edge as materialized (
                select due, run_id, wait_id from picked where rank = {most}
                order by due{direction}, run_id{direction}, wait_id{direction} limit 1),
            found as materialized (
                select distinct p.run_id, p.wait_id, p.due from picked p left join edge e on true
                where e.run_id is null or (p.due, p.run_id, p.wait_id) {(descending ? ">=" : "<=")} (e.due, e.run_id, e.wait_id))
            """;

        string OfPlaces((string Name, string Condition) kind) =>
            $"""
                (select k.* from {kind.Name} p cross join lateral (
                    {columns} {Of(kind.Condition)}{only} {order} limit {most}) k where {Covers})
                """;
    }

    private static string OfAbsent(string columns, string only, string order, int most) =>
        $"({columns} where t.state = 'open' and t.assignee = any($8) and {AbsentTasks.Rule} and {OfRole}{only} {order} limit {most})";

    /// <summary>
    /// Whether a view is read from its end: completed tasks begin with the latest, and a way back goes against the order.
    /// </summary>
    public static bool Descends(TaskView view, Cursor? at) => (view == TaskView.Done) != at is { IsBack: true };

    /// <summary>
    /// How many open tasks there are, and how many of them overdue, each counted no further than <paramref name="most"/>.
    /// </summary>
    public static string Count(int most) =>
        $"{Places} select {Counted("")}, {Counted($" and {Due} < $4")}".Replace(
            "$most",
            most.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );

    private static string Counted(string only)
    {
        var ofPlaces = Kinds.Select(kind =>
            $"select from {kind.Name} p cross join lateral (select from task t {Of(kind.Condition)}{only}) k where {Covers}"
        );
        return $"""
            (select count(*) from (
                select from task t where t.state = 'open' and t.assignee = $1{only}
                    and not coalesce(
                        t.role = any($2) and t.role <> '{TaskRights.Personal}'
                        and (t.territory = $3 or starts_with(t.territory, $3 || '.')),
                        false)
                union all
                select from task t where t.state = 'open' and t.assignee = any($8) and {AbsentTasks.Rule}{only}
                    and not coalesce(
                        t.role = any($2) and t.role <> '{TaskRights.Personal}'
                        and (t.territory = $3 or starts_with(t.territory, $3 || '.')),
                        false)
                union all {string.Join(" union all ", ofPlaces)} limit $most) counted)
            """;
    }

    private static string Of(string condition) =>
        $"""where t.state = 'open' and {condition} and t.role = p.role and t.territory collate "C" = p.territory""";

    private static string PlacesOf(string name, string condition)
    {
        // What a member of a commission was asked for is not their colleagues'.
        var among = "select o.role, $3 from unnest($2) o (role)";
        if (name == "free")
            among += " union all select g.role, g.within from unnest($6, $7) g (role, within)";
        var shared = name == "taken" ? $" and r.role <> '{TaskRights.Personal}'" : "";
        return $"""
            {name} (role, within, territory) as (
                select r.role, r.within, {First(">= r.within", "r")} from ({among}) r (role, within)
                where ($5::text is null or r.role = $5){shared}
                union all
                select p.role, p.within, {First("> p.territory", "p")} from {name} p where p.territory is not null)
            """;

        string First(string from, string place) =>
            $"""
                (select min(t.territory collate "C") from task t where t.state = 'open' and {condition} and t.role = {place}.role
                    and t.territory collate "C" {from} and t.territory collate "C" < {place}.within || '/')
                """;
    }
}
