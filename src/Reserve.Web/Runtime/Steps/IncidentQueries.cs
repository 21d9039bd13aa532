using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Steps;

internal sealed record OpenIncident(
    Guid RunId,
    string ProcessKey,
    string ProcessName,
    string Territory,
    string? ElementId,
    string Code,
    DateTimeOffset RaisedAt
);

internal sealed record ProcessChoice(string Key, string Name);

/// <summary>Which open incidents are listed; null means any.</summary>
internal sealed record IncidentFilter(string? Process, string? Code, TimeSpan? OlderThan);

/// <summary>The open incidents of all processes in the caller's territory.</summary>
internal sealed class IncidentQueries(ReserveDb db, TimeProvider clock)
{
    /// <summary>Further incidents are counted no more and not listed.</summary>
    public const int MostIncidents = 10_000;

    /// <summary>
    /// A page of the newest, how many there are among the newest <see cref="MostIncidents"/>, and whether there are older ones that were
    /// not looked at. The index <c>incident_unresolved</c> gives them in order.
    /// </summary>
    public async Task<(List<OpenIncident> Rows, int Total, bool IsPartly)> Open(
        IncidentFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var (where, values) = Where(filter);
        var newest = $"(select i.* from incident i where {where} order by i.raised_at desc, i.id desc limit {MostIncidents + 1})";
        var tables = "join process_run r on r.id = i.run_id join process_definition d on d.id = r.definition_id";
        var process = filter.Process is null ? "" : $" where d.key = {{{values.Length}}}";
        object[] all = filter.Process is null ? values : [.. values, filter.Process];
        var page = $"order by i.raised_at desc, i.id desc offset {Math.Min(skip, MostIncidents)} limit {take}";
        var counted = await db
            .Database.SqlQuery<Counted>(
                FormattableStringFactory.Create(
                    $"""
                    with newest as materialized {newest}
                    select (select count(*)::int from newest i {(process.Length == 0 ? "" : tables + process)}) as "Total",
                           (select count(*) from newest) > {MostIncidents} as "IsPartly"
                    """,
                    all
                )
            )
            .SingleAsync(cancellationToken);
        var rows = await db
            .Database.SqlQuery<OpenIncident>(
                FormattableStringFactory.Create(
                    $"""
                    select i.run_id as "RunId", d.key as "ProcessKey", d.name as "ProcessName", i.territory as "Territory",
                           i.element_id as "ElementId", i.code as "Code", i.raised_at as "RaisedAt"
                    from {(process.Length == 0 ? $"(select * from {newest} i {page})" : newest)} i {tables}{process}
                    {(process.Length == 0 ? "order by i.raised_at desc, i.id desc" : page)}
                    """,
                    all
                )
            )
            .ToListAsync(cancellationToken);
        return (rows, counted.Total, counted.IsPartly);
    }

    public Task<List<ProcessChoice>> Processes(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ProcessChoice>(
                $"""
                select key as "Key", name as "Name" from (
                    select distinct on (key) key, name from process_definition order by key, version desc) newest
                order by name
                """
            )
            .ToListAsync(cancellationToken);

    public Task<List<string>> Codes(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<string>(
                $"""
                select distinct code as "Value" from (
                    select code from incident where resolved_at is null order by raised_at desc limit {MostIncidents}) latest
                order by 1 limit 200
                """
            )
            .ToListAsync(cancellationToken);

    private (string Where, object[] Values) Where(IncidentFilter filter)
    {
        var conditions = new List<string> { "i.resolved_at is null" };
        var values = new List<object>();
        if (filter.Code is { } code)
            Add("i.code = ", code);
        if (filter.OlderThan is { } age)
            Add("i.raised_at < ", clock.GetUtcNow() - age);
        return (string.Join(" and ", conditions), [.. values]);

        void Add(string condition, object value)
        {
            conditions.Add(condition + "{" + values.Count + "}");
            values.Add(value);
        }
    }

    private sealed record Counted(int Total, bool IsPartly);
}
