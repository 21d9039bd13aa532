using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Candidates;

/// <summary>
/// The candidates that a filter leaves, in its order: a page by key, or all of them for a file. Row-level security keeps to the scope. The
/// orders go by <c>ix_candidates_last_name_first_name_middle_name_birth_date</c> and the indexes of <c>585-candidate-lists.sql</c>.
/// </summary>
internal sealed class CandidateSelection(ReserveDb db)
{
    private const string Tables = """
        candidates c join reserve_entries e on e.candidate_id = c.id and e.is_current join territories a on a.path = c.territory
        """;

    /// <summary>The same, a territory after the other by name, so that a page is ready when one or two of them are read.</summary>
    private const string TablesByTerritory = """
        (select path, name from territories where path >= {0} and path < {0} || '/' order by name{1} offset 0) a
        cross join lateral (select * from candidates c where c.territory = a.path offset 0) c
        join reserve_entries e on e.candidate_id = c.id and e.is_current
        """;

    private const string Within = "c.territory >= {0} and c.territory < {0} || '/'";

    private const string Columns = """
        c.id as "Id", c.last_name as "LastName", c.first_name as "FirstName", c.middle_name as "MiddleName", c.birth_date as "BirthDate",
        c.workplace as "Workplace", c.position as "Position", a.name as "TerritoryName", e.status as "Status", e.stage as "Stage",
        e.stage_since as "StageSince", e.zone as "Zone", e.score as "Score", e.closing_reason as "ClosingReason"
        """;

    public Task<int> Count(CandidateFilter filter, CancellationToken cancellationToken)
    {
        var (where, values) = Where(filter);
        return db
            .Database.SqlQuery<int>(
                FormattableStringFactory.Create(
                    $"""select count(*)::int as "Value" from (select from {Tables} where {where} limit {Counted.Most + 1}) counted""",
                    values
                )
            )
            .SingleAsync(cancellationToken);
    }

    public Task<List<CandidateRow>> All(CandidateFilter filter, CancellationToken cancellationToken) =>
        Read(filter, at: null, limit: "all", cancellationToken);

    /// <summary>A candidate that left the list meanwhile is no place in it: the list then begins at its beginning.</summary>
    public async Task<KeyPage<CandidateRow>> Page(CandidateFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        at = Guid.TryParse(at?.Key, out _) ? at : null;
        var rows = await Read(filter, at, $"{size + 1}", cancellationToken);
        if (rows.Count == 0 && at is not null)
            (rows, at) = (await Read(filter, null, $"{size + 1}", cancellationToken), null);
        return KeyPage<CandidateRow>.Of(rows, size, at, row => row.Id.ToString());
    }

    private async Task<List<CandidateRow>> Read(CandidateFilter filter, Cursor? at, string limit, CancellationToken cancellationToken)
    {
        var (where, values) = Where(filter);
        var (keys, isDescending) = Order(filter.Sort);
        var descends = isDescending != at is { IsBack: true };
        if (at is not null)
        {
            where += $" and ({keys}) {(descends ? "<" : ">")} (select {keys} from {Tables} where c.id = {{{values.Length}}})";
            values = [.. values, Guid.Parse(at.Key)];
        }

        var tables = keys.StartsWith("a.name", StringComparison.Ordinal)
            ? TablesByTerritory.Replace("{1}", descends ? " desc" : "", StringComparison.Ordinal)
            : Tables;
        var order = descends ? keys.Replace(", ", " desc, ", StringComparison.Ordinal) + " desc" : keys;
        var rows = await db
            .Database.SqlQuery<Stored>(
                FormattableStringFactory.Create($"select {Columns} from {tables} where {where} order by {order} limit {limit}", values)
            )
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToRow());
    }

    /// <summary>What the list is sorted by, the id last; those without a score come after all others either way.</summary>
    private static (string Keys, bool IsDescending) Order(string sort) =>
        sort switch
        {
            "-name" => ("c.last_name, c.first_name, c.id", true),
            "stage" => ("e.status, e.stage_since, e.candidate_id", false),
            "-stage" => ("e.status, e.stage_since, e.candidate_id", true),
            "score" => ("coalesce(e.score,1000), e.candidate_id", false),
            "-score" => ("coalesce(e.score,-1), e.candidate_id", true),
            "territory" => ("a.name, c.last_name, c.id", false),
            "-territory" => ("a.name, c.last_name, c.id", true),
            _ => ("c.last_name, c.first_name, c.id", false),
        };

    private (string Where, object[] Values) Where(CandidateFilter filter)
    {
        // The policy says the same, but no index can be read by it.
        var conditions = new List<string>();
        var values = new List<object>();
        Add(Within, db.Scope ?? "");
        foreach (var word in (filter.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Add("c.search_text like {0}", Pattern.Containing(word.ToLowerInvariant().Replace('ё', 'е')));
        if (filter.Territory is { } territory)
            Add(Within, territory);
        if (filter.Stage is { } stage)
            Add("e.stage = {0} and e.status <> 'Closed'", stage.ToString());
        if (filter.Zone is { } zone)
            Add("e.zone = {0}", zone.ToString());
        if (filter.Status is { } status)
            Add("e.status = {0}", status.ToString());
        return (string.Join(" and ", conditions), [.. values]);

        void Add(string condition, string value)
        {
            conditions.Add(condition.Replace("{0}", "{" + values.Count + "}", StringComparison.Ordinal));
            values.Add(value);
        }
    }

    private sealed record Stored(
        Guid Id,
        string LastName,
        string FirstName,
        string? MiddleName,
        DateOnly BirthDate,
        string Workplace,
        string Position,
        string TerritoryName,
        string Status,
        string Stage,
        DateTimeOffset StageSince,
        string? Zone,
        decimal? Score,
        string? ClosingReason
    )
    {
        public CandidateRow ToRow() =>
            new(
                Id,
                LastName,
                FirstName,
                MiddleName,
                BirthDate,
                Workplace,
                Position,
                TerritoryName,
                Enum.Parse<EntryStatus>(Status),
                Enum.Parse<CycleStage>(Stage),
                StageSince,
                Zone is null ? null : Enum.Parse<ReserveZone>(Zone),
                Score,
                ClosingReason is null ? null : Enum.Parse<ClosingReason>(ClosingReason)
            );
    }
}
