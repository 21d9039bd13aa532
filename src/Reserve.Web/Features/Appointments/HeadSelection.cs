using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>A tenure in the list of heads.</summary>
/// <param name="Id">Of the tenure.</param>
/// <param name="Head">Whose page tells more.</param>
/// <param name="Person">By name.</param>
/// <param name="Territory">By name.</param>
/// <param name="Position">As the act words it.</param>
/// <param name="Organization">The school; empty where it is none.</param>
/// <param name="StartsOn">The first day.</param>
/// <param name="EndsOn">The last day; null while it lasts.</param>
/// <param name="ActNumber">Of the appointment.</param>
/// <param name="ActDate">Of the appointment.</param>
/// <param name="Case">The approval that led to it.</param>
/// <param name="HoldsAnother">The person holds another post in the same time.</param>
/// <param name="IsDisputed">Somebody else is written down in this post in the same time.</param>
public sealed record HeadRow(
    TenureId Id,
    CurrentHeadId Head,
    string Person,
    string Territory,
    string Position,
    string Organization,
    DateOnly StartsOn,
    DateOnly? EndsOn,
    string ActNumber,
    DateOnly ActDate,
    Guid? Case,
    bool HoldsAnother,
    bool IsDisputed
);

/// <summary>A post of a territory that nobody holds today.</summary>
public sealed record VacantPost(string Territory, string TerritoryName, PostId Post, string PostName, DateOnly? Since);

/// <summary>The tenures that a filter leaves, in its order.</summary>
internal sealed class HeadSelection(ReserveDb db, DateOnly today)
{
    public Task<int> Count(HeadFilter filter, CancellationToken cancellationToken) =>
        Filtered(filter).Take(Counted.Most + 1).CountAsync(cancellationToken);

    public Task<List<HeadRow>> Page(HeadFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        Ordered(filter).Skip(skip).Take(take).Select(Shown()).ToListAsync(cancellationToken);

    public Task<List<HeadRow>> All(HeadFilter filter, CancellationToken cancellationToken) =>
        Ordered(filter).Select(Shown()).ToListAsync(cancellationToken);

    /// <summary>
    /// The heads' posts that nobody holds today: that of each municipality's authority, and that of the region's. Deputies and schools
    /// have no list of places here.
    /// </summary>
    public async Task<List<VacantPost>> Vacant(HeadFilter filter, CancellationToken cancellationToken)
    {
        var (scope, prefix) = (filter.Territory ?? db.Scope ?? "", (filter.Territory ?? db.Scope) + ".");
        var pattern = filter.Q is { } q ? Pattern.Containing(q) : null;
        var posts = await db.Set<Post>()
            .AsNoTracking()
            .Where(post => post.ForTerritory == null && !post.IsProposal)
            .Where(post => post.Category == PostCategory.MunicipalHead || post.Category == PostCategory.RegionalHead)
            .Where(post => filter.Category == null || post.Category == filter.Category)
            .OrderBy(post => post.Id)
            .ToListAsync(cancellationToken);
        var vacant = new List<VacantPost>();
        foreach (var post in posts.DistinctBy(post => post.Category))
        {
            var kind = post.Category == PostCategory.RegionalHead ? TerritoryKind.Region : TerritoryKind.Municipality;
            var held = Held(post.Category);
            vacant.AddRange(
                await db.Set<Territory>()
                    .AsNoTracking()
                    .Where(row => row.Kind == kind && (row.Path == scope || row.Path.StartsWith(prefix)))
                    .Where(row => pattern == null || EF.Functions.ILike(row.Name, pattern))
                    .Where(row =>
                        !held.Any(tenure =>
                            tenure.Territory == row.Path && tenure.StartsOn <= today && (tenure.EndsOn == null || tenure.EndsOn >= today)
                        )
                    )
                    .OrderBy(row => row.Name)
                    .Select(row => new VacantPost(
                        row.Path,
                        row.Name,
                        post.Id,
                        post.Name,
                        held.Where(tenure => tenure.Territory == row.Path && tenure.EndsOn < today).Max(tenure => tenure.EndsOn)
                    ))
                    .ToListAsync(cancellationToken)
            );
        }

        return vacant;
    }

    private IQueryable<Tenure> Held(PostCategory category) =>
        db.Set<Tenure>().Where(tenure => db.Set<Post>().Any(post => post.Id == tenure.PostId && post.Category == category));

    private IQueryable<Found> Filtered(HeadFilter filter)
    {
        var rows =
            from tenure in db.Set<Tenure>().AsNoTracking()
            join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
            join territory in db.Set<Territory>() on tenure.Territory equals territory.Path
            select new Found
            {
                Tenure = tenure,
                Head = head,
                Territory = territory.Name,
                HoldsAnother = db.Set<Tenure>()
                    .Any(other =>
                        other.Id != tenure.Id
                        && db.Set<CurrentHead>().Any(own => own.Id == other.HeadId && own.PersonId != null && own.PersonId == head.PersonId)
                        && (other.EndsOn == null || other.EndsOn >= tenure.StartsOn)
                        && (tenure.EndsOn == null || other.StartsOn <= tenure.EndsOn)
                    ),
                IsDisputed = db.Set<Tenure>()
                    .Any(other =>
                        other.Id != tenure.Id
                        && other.Territory == tenure.Territory
                        && other.Organization == tenure.Organization
                        && other.HeadId != tenure.HeadId
                        && (other.PostId == tenure.PostId || (other.PostId == null && other.Position == tenure.Position))
                        && db.Set<Post>()
                            .Any(post =>
                                post.Id == tenure.PostId && post.IsSingle && (post.Level != PostLevel.School || tenure.Organization != "")
                            )
                        && (other.EndsOn == null || other.EndsOn >= tenure.StartsOn)
                        && (tenure.EndsOn == null || other.StartsOn <= tenure.EndsOn)
                    ),
            };
        rows = filter.State switch
        {
            HeadState.Future => rows.Where(row => row.Tenure.StartsOn > today),
            HeadState.Former => rows.Where(row => row.Tenure.EndsOn != null && row.Tenure.EndsOn < today),
            HeadState.Doubtful => rows.Where(row => row.HoldsAnother || row.IsDisputed),
            HeadState.All or HeadState.Vacant => rows,
            HeadState.InOffice => rows.Where(row =>
                row.Tenure.StartsOn <= today && (row.Tenure.EndsOn == null || row.Tenure.EndsOn >= today)
            ),
        };
        if (filter.Territory is { } path)
            rows = rows.Where(row => row.Tenure.Territory == path || row.Tenure.Territory.StartsWith(path + "."));
        if (filter.Category is { } category)
            rows = rows.Where(row => db.Set<Post>().Any(post => post.Id == row.Tenure.PostId && post.Category == category));
        foreach (var pattern in (filter.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5).Select(Pattern.Containing))
        {
            rows = rows.Where(row =>
                EF.Functions.ILike(row.Head.PersonName, pattern)
                || EF.Functions.ILike(row.Territory, pattern)
                || EF.Functions.ILike(row.Tenure.Position, pattern)
                || EF.Functions.ILike(row.Tenure.Organization, pattern)
            );
        }

        return rows;
    }

    private IQueryable<Found> Ordered(HeadFilter filter)
    {
        var rows = Filtered(filter);
        var sorted = filter.Sort switch
        {
            "name" => rows.OrderBy(row => row.Head.PersonName),
            "-name" => rows.OrderByDescending(row => row.Head.PersonName),
            "since" => rows.OrderBy(row => row.Tenure.StartsOn),
            "-since" => rows.OrderByDescending(row => row.Tenure.StartsOn),
            "position" => rows.OrderBy(row => row.Tenure.Position),
            "-position" => rows.OrderByDescending(row => row.Tenure.Position),
            "-territory" => rows.OrderByDescending(row => row.Territory),
            _ => rows.OrderBy(row => row.Territory),
        };
        return sorted.ThenByDescending(row => row.Tenure.StartsOn).ThenBy(row => row.Tenure.Id);
    }

    private static Expression<Func<Found, HeadRow>> Shown() =>
        row => new HeadRow(
            row.Tenure.Id,
            row.Head.Id,
            row.Head.PersonName,
            row.Territory,
            row.Tenure.Position,
            row.Tenure.Organization,
            row.Tenure.StartsOn,
            row.Tenure.EndsOn,
            row.Tenure.ActNumber,
            row.Tenure.ActDate,
            row.Tenure.CaseId,
            row.HoldsAnother,
            row.IsDisputed
        );

    private sealed class Found
    {
        public required Tenure Tenure { get; init; }

        public required CurrentHead Head { get; init; }

        public required string Territory { get; init; }

        public required bool HoldsAnother { get; init; }

        public required bool IsDisputed { get; init; }
    }
}
