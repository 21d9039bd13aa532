using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Desk;

/// <summary>A case of the desk: where it stands, by the names of the drawing, and the variable that was asked for.</summary>
internal sealed record DeskCase(RunRow Run, bool IsSuspended, IReadOnlyList<string> Stands, string? Variable);

/// <summary>The cases that were found, newest first; not all when there were more, or not everything was looked through.</summary>
internal sealed record DeskChoice(IReadOnlyList<RunId> Runs, bool IsPartly);

/// <summary>Finds cases over all processes. Row-level security hides those of other territories.</summary>
internal sealed class DeskSelection(ReserveDb db, ProcessCatalog catalog, SubjectNames names, TimeProvider clock)
{
    /// <summary>Cases that are looked into for one page, and for one act.</summary>
    public const int OfPage = 5_000;
    public const int OfChoice = 50_000;

    /// <summary>Cases that are looked into in one go.</summary>
    private const int Portion = 1_000;

    /// <summary>Where a few territories have most of the cases, a thousand takes several rounds; no more than these.</summary>
    private const int Rounds = 4;

    /// <summary>Candidates, cases and so on of each type that words may name.</summary>
    private const int Subjects = 1_000;

    /// <summary>
    /// A page of cases. Where each has to be looked into, that ends after some thousand; the next page goes on from there.
    /// </summary>
    public async Task<KeyPage<DeskCase>> Page(DeskFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        at = at?.Read() is null ? null : at;
        await using var reading = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await Find(filter, at, size + 1, OfPage, cancellationToken);
        var cases = await Cases(found.Hits, filter.Variable, cancellationToken);
        var page = KeyPage<DeskCase>.Of(cases, size, at, one => Cursor.Write(one.Run.StartedAt, one.Run.Id), found.Edge);
        return page with { IsPartly = page.IsPartly || found.IsPartly };
    }

    /// <summary>As many as one act takes, or a file shows.</summary>
    public async Task<DeskChoice> All(DeskFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var reading = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await Find(filter, null, most + 1, OfChoice, cancellationToken);
        return new DeskChoice(
            [.. found.Hits.Take(most).Select(hit => new RunId(hit.Id))],
            found.IsPartly || found.Edge is not null || found.Hits.Count > most
        );
    }

    /// <summary>What is told of these cases, in their order.</summary>
    public async Task<IReadOnlyList<DeskCase>> Of(IReadOnlyList<RunId> runs, VariableTest? variable, CancellationToken cancellationToken)
    {
        await using var reading = await db.Database.BeginTransactionAsync(cancellationToken);
        return await Cases([.. runs.Select(run => new Hit(run.Value, default))], variable, cancellationToken);
    }

    /// <summary>How many there are, to <see cref="Counted.Most"/> and one; null where each has to be looked into.</summary>
    public async Task<int?> Count(DeskFilter filter, CancellationToken cancellationToken) =>
        filter.LooksInside
            ? null
            : await db.Database.SqlQuery<int>((await Sql(filter, cancellationToken)).Count()).SingleAsync(cancellationToken);

    private async Task<Found> Find(DeskFilter filter, Cursor? at, int most, int looked, CancellationToken cancellationToken)
    {
        var hits = new List<Hit>();
        var partly = false;
        var from = at;
        var rounds = 0;
        for (var seen = 0; ; )
        {
            var sql = await Sql(filter, cancellationToken);
            var inside = filter.LooksInside;
            var take = inside ? OfPage : most;
            var straight = inside && sql.IsStraight;
            var rows = await db
                .Database.SqlQuery<Row>(straight ? sql.Portion(from, OfEachPlace) : sql.Page(from, take))
                .ToListAsync(cancellationToken);
            Hit[] portion = [.. rows.Where(row => row.Id is not null).Select(row => new Hit(row.Id!.Value, row.StartedAt!.Value))];
            var goesOn = straight ? rows.Any(row => row.IsPartly) : portion.Length == take;
            partly |= !straight && rows.Any(row => row.IsPartly);
            if (inside)
                foreach (var chunk in portion.Chunk(Portion))
                    hits.AddRange(await Inside(filter, chunk, cancellationToken));
            else
                hits.AddRange(portion);
            seen += portion.Length;
            if (!goesOn || hits.Count >= most)
                return new Found([.. hits.Take(most)], null, partly);
            var edge = Cursor.Write(portion[^1].StartedAt, portion[^1].Id);
            if (seen >= looked || ++rounds >= looked / Portion * Rounds)
                return new Found(hits, edge, partly);
            from = new Cursor(edge, at is { IsBack: true });
        }
    }

    /// <summary>So many cases of each state and territory are read at a time: the fewer the more territories there are.</summary>
    private int OfEachPlace =>
        db.Scope is not { } territory || territory == Territory.Federation ? 50
        : territory == Territory.RegionOf(territory) ? 200
        : Portion;

    private async Task<DeskSql> Sql(DeskFilter filter, CancellationToken cancellationToken)
    {
        var subjects = filter.Words is { Count: > 0 } words ? await names.Find(words, Subjects, cancellationToken) : [];
        return new DeskSql(
            filter,
            db.Scope ?? "",
            clock.GetUtcNow(),
            ([.. subjects.Select(subject => subject.Type)], [.. subjects.Select(subject => subject.Id)])
        );
    }

    /// <summary>Those that stand where they should and whose variable is what it should be.</summary>
    private async Task<IReadOnlyList<Hit>> Inside(DeskFilter filter, Hit[] portion, CancellationToken cancellationToken)
    {
        var states = await States([.. portion.Select(hit => hit.Id)], cancellationToken);
        var found = new List<Hit>();
        foreach (var hit in portion)
        {
            if (!states.TryGetValue(hit.Id, out var row))
                continue;
            var (_, state) = await Read(row, cancellationToken);
            if (
                (filter.Element is not { } element || state.ActiveElements.Any(active => active.ElementId == element))
                && filter.Variable?.Holds(state.Variables) != false
            )
                found.Add(hit);
        }
        return found;
    }

    private async Task<IReadOnlyList<DeskCase>> Cases(IReadOnlyList<Hit> hits, VariableTest? variable, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. hits.Select(hit => hit.Id)];
        var rows = await ProcessQueries.Runs(db, ids, cancellationToken);
        var states = await States(ids, cancellationToken);
        var cases = new List<DeskCase>(hits.Count);
        foreach (var id in ids)
        {
            if (!rows.TryGetValue(id, out var run) || !states.TryGetValue(id, out var row))
                continue;
            var (definition, state) = await Read(row, cancellationToken);
            cases.Add(
                new DeskCase(
                    run,
                    row.IsSuspended,
                    [.. state.ActiveElements.Select(active => active.ElementId).Distinct().Select(definition.LabelOf)],
                    variable is not null && state.Variables.TryGet(variable.Name, out var value) ? value.ToString() : null
                )
            );
        }
        return cases;
    }

    private Task<Dictionary<Guid, StateRow>> States(Guid[] ids, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StateRow>(
                $"""
                select id as "Id", definition_id as "DefinitionId", state as "State", suspended_at is not null as "IsSuspended"
                from process_run where id = any({ids})
                """
            )
            .ToDictionaryAsync(row => row.Id, cancellationToken);

    private async ValueTask<(ProcessDefinition Definition, ProcessRun State)> Read(StateRow row, CancellationToken cancellationToken)
    {
        var deployed = await catalog.Get(new DefinitionId(row.DefinitionId), new RuntimeSession(db), cancellationToken);
        return (deployed.Definition, ProcessRun.Deserialize(deployed.Definition, row.State));
    }

    private readonly record struct Hit(Guid Id, DateTimeOffset StartedAt);

    private sealed record Row(Guid? Id, DateTimeOffset? StartedAt, bool IsPartly);

    private sealed record StateRow(Guid Id, Guid DefinitionId, byte[] State, bool IsSuspended);

    private sealed record Found(IReadOnlyList<Hit> Hits, string? Edge, bool IsPartly);
}
