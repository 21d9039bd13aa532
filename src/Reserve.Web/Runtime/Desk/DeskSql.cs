using System.Globalization;
using System.Runtime.CompilerServices;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Desk;

/// <summary>
/// SQL that finds the cases of a filter, newest first. Without words, incidents, suspensions and overdue tasks it goes by
/// <c>process_run_newest</c>, of one process by <c>process_run_list</c>: each state and territory gives its newest, which are put together.
/// Otherwise the few cases that these name are gathered first, no more than <see cref="Counted.Most"/> of a kind.
/// </summary>
/// <param name="filter">What is looked for.</param>
/// <param name="scope">The caller's territory.</param>
/// <param name="now">What is due before is overdue.</param>
/// <param name="subjects">What the words name: types and ids, in step.</param>
internal sealed class DeskSql(DeskFilter filter, string scope, DateTimeOffset now, (string[] Types, string[] Ids) subjects)
{
    /// <summary>Of the cases that have words of their own, so many of each territory are looked at.</summary>
    public const int Named = 300;

    private readonly List<object> values = [];

    /// <summary>
    /// A page of ids from a place on; <c>IsPartly</c> says that there were more incidents, tasks or words than were looked at.
    /// </summary>
    public FormattableString Page(Cursor? at, int most)
    {
        var (direction, beyond) = Beyond(at);
        var limit = $"order by r.started_at{direction}, r.id{direction} limit {Number(most)}";
        var (sets, partly) = Sets();
        return Made(
            $"""
            {With(sets)}
            select f.id as "Id", f.started_at as "StartedAt", {partly} as "IsPartly" from (select) one left join (
                {(IsStraight ? Straight(beyond, limit) : Gathered(sets.Count, beyond))}
            ) f on true order by f.started_at{direction}, f.id{direction} limit {Number(most)}
            """
        );
    }

    /// <summary>Whether cases are found by their indexes alone, without gathering any first.</summary>
    public bool IsStraight =>
        filter is { Words: null or { Count: 0 }, Incident: null, IsOverdue: false }
        && filter.State is not (DeskState.Suspended or DeskState.Incident);

    /// <summary>
    /// The next ids, to be looked into: of each state and territory <paramref name="ofEach"/>, as far as they are complete;
    /// <c>IsPartly</c> says that there are more behind.
    /// </summary>
    public FormattableString Portion(Cursor? at, int ofEach)
    {
        var (direction, beyond) = Beyond(at);
        var order = $"order by r.started_at{direction}, r.id{direction}";
        var picked = Straight(beyond, $"{order} limit {Number(ofEach)}", $", row_number() over ({order}) as rank");
        return Made(
            $"""
            with picked as materialized ({picked}),
            edge as materialized (
                select started_at, id from picked where rank = {Number(ofEach)} order by started_at{direction}, id{direction} limit 1)
            select p.id as "Id", p.started_at as "StartedAt", e.id is not null as "IsPartly" from picked p left join edge e on true
            where e.id is null or (p.started_at, p.id) {(direction.Length == 0 ? "<=" : ">=")} (e.started_at, e.id)
            order by p.started_at{direction}, p.id{direction}
            """
        );
    }

    private (string Direction, string Beyond) Beyond(Cursor? at)
    {
        if (at?.Read() is not { } from)
            return (" desc", "");
        var key = $"({Value(from.Moment ?? DateTimeOffset.MaxValue)}, {Value(from.Id)})";
        return (at.IsBack ? "" : " desc", $" and (r.started_at, r.id) {(at.IsBack ? ">" : "<")} {key}");
    }

    /// <summary>How many there are, counted to <see cref="Counted.Most"/> and one.</summary>
    public FormattableString Count()
    {
        var (sets, _) = Sets();
        return Made(
            $"""
            {With(sets)}
            select count(*)::int as "Value" from (
                {(IsStraight ? Straight("", $"limit {Number(Counted.Most + 1)}") : Gathered(sets.Count, ""))} limit {Number(
                Counted.Most + 1
            )}) counted
            """
        );
    }

    private static string With(List<string> sets) =>
        sets.Count == 0
            ? ""
            : "with recursive " + string.Join(",\n", sets.Select((set, number) => $"s{Number(number)} (id) as materialized ({set})"));

    /// <summary>The newest of each state and territory.</summary>
    private string Straight(string beyond, string limit, string rank = "")
    {
        var version = filter.Process is null ? "" : "r.definition_id = v.id and ";
        return $"""
            select k.* from {Versions()} unnest({Value(Statuses())}) s (status) cross join {Places} p cross join lateral (
                select r.id, r.started_at{rank} from process_run r
                where {version}r.status = s.status and r.territory collate "C" = p.path{Conditions()}{beyond} {limit}) k
            """;
    }

    /// <summary>Those that are in every set; without the fence the planner would rather read all runs.</summary>
    private string Gathered(int sets, string beyond)
    {
        var others = string.Concat(Enumerable.Range(1, sets - 1).Select(number => $" and r.id in (select id from s{Number(number)})"));
        var version = filter.Process is null ? "" : $" and r.definition_id in (select v.id from process_definition v where {OfProcess()})";
        return $"""
            select r.id, r.started_at from (select distinct id from s0) x cross join lateral (
                select r.id, r.started_at from process_run r
                where r.id = x.id and r.territory collate "C" >= {Value(scope)} and r.territory collate "C" < {Value(scope)} || '/'
                  and r.status = any({Value(Statuses())}){version}{Conditions()}{others}{beyond} offset 0) r
            """;
    }

    private string Versions() => filter.Process is null ? "" : $"(select v.id from process_definition v where {OfProcess()}) v cross join";

    private string OfProcess() =>
        $"v.key = {Value(filter.Process!)}" + (filter.Version is { } version ? $" and v.id = {Value(version)}" : "");

    private string Places =>
        $"(select path::text from territories where path = {Value(scope)} or starts_with(path, {Value(scope)} || '.'))";

    private string Conditions() =>
        (filter.State == DeskState.Active ? " and r.suspended_at is null" : "")
        + (filter.From is { } from ? $" and r.started_at >= {Value(from.ToUniversalTime())}" : "")
        + (filter.Until is { } until ? $" and r.started_at < {Value(until.ToUniversalTime())}" : "");

    private string[] Statuses()
    {
        string[] running = [RunStatuses.Text(RunStatus.Running)];
        string[] ended = ["completed", "terminated", "failed"];
        string[] wanted = filter.State switch
        {
            DeskState.Active or DeskState.Suspended => running,
            DeskState.Finished => ended,
            DeskState.Cancelled => [RunStatuses.Text(RunStatus.Cancelled)],
            _ => RunStatuses.All,
        };
        return filter.Element is null ? wanted : [.. wanted.Intersect(running)];
    }

    /// <summary>The sets of cases that the filter names, the smallest as a rule first, and whether one of them is not all.</summary>
    private (List<string> Sets, string Partly) Sets()
    {
        var sets = new List<string>();
        var most = Number(Counted.Most + 1);
        if (filter.Words is { Count: > 0 } words)
            sets.Add(ByWords(words));
        if (filter.State == DeskState.Suspended)
            sets.Add($"select id from process_run where suspended_at is not null limit {most}");
        if (filter.State == DeskState.Incident || filter.Incident is not null)
            sets.Add(
                $"""
                select i.run_id from (
                    select run_id, code, message from incident where resolved_at is null order by raised_at desc limit {most}) i
                """
                    + (
                        filter.Incident is { } text
                            ? $" where i.code = {Value(text)} or i.message ilike {Value(Pattern.Containing(text))}"
                            : ""
                    )
            );
        if (filter.IsOverdue)
            sets.Add($"{Overdue()} limit {most}");
        var partly = sets.Select((_, number) => $"(select count(*) from s{Number(number)}) > {Number(Counted.Most)}");
        return (sets, sets.Count == 0 ? "false" : string.Join(" or ", partly));
    }

    /// <summary>Cases about what the words name, or begun under such words, and what these called.</summary>
    private string ByWords(IReadOnlyList<string> words)
    {
        string[] patterns = [.. words.Select(Pattern.Containing)];
        return $"""
            select * from (
                select r.id from unnest({Value(subjects.Types)}, {Value(subjects.Ids)}) n (type, id) cross join lateral (
                    select r.id from process_run r where r.subject_type = n.type and r.subject_id = n.id offset 0) r
                union all
                (select k.id from {Places} p cross join lateral (
                    select r.id, r.business_key from process_run r
                    where r.business_key is not null and r.territory collate "C" = p.path
                    order by r.started_at desc, r.id desc limit {Number(Named)}) k
                where k.business_key ilike all({Value(patterns)}) limit {Number(Counted.Most + 1)})) named
            union
            select c.id from s0 a cross join lateral (select c.id from process_run c where c.parent_run_id = a.id offset 0) c
            """;
    }

    /// <summary>Open tasks of each role and territory that are overdue, by the indexes of <c>580-lists.sql</c>.</summary>
    private string Overdue()
    {
        var due = $"""t.state = 'open' and t.territory collate "C" = p.path and coalesce(t.due_at, 'infinity') < {Value(now)}""";
        return $"""
            select k.run_id from {Places} p cross join unnest({Value(Roles.All.ToArray())}) o (role) cross join lateral (
                select t.run_id from task t where {due} and t.assignee is null and t.role = o.role
                union all
                select t.run_id from task t where {due} and t.assignee is not null and t.role = o.role) k
            union all
            select k.run_id from {Places} p cross join lateral (
                select t.run_id from task t where {due} and t.assignee is not null and t.role is null) k
            """;
    }

    private FormattableString Made(string sql) => FormattableStringFactory.Create(sql, [.. values]);

    private string Value(object value)
    {
        values.Add(value);
        return "{" + Number(values.Count - 1) + "}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
