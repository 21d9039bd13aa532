using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Where and when somebody holds a post.</summary>
/// <param name="Territory">Of the post.</param>
/// <param name="Post">Of the directory.</param>
/// <param name="Organization">The school; empty when it is in none.</param>
/// <param name="StartsOn">The first day.</param>
/// <param name="EndsOn">The last day; null while it lasts.</param>
internal sealed record Seat(string Territory, Post Post, string Organization, DateOnly StartsOn, DateOnly? EndsOn = null)
{
    /// <summary>One holder at a time: where the post is of the territory's own level, and a school is named where it is in one.</summary>
    public bool IsSingle =>
        Post.IsSingle
        && Post.Level switch
        {
            PostLevel.Regional => Territory.Split('.').Length == 2,
            PostLevel.Municipal => Territory.Split('.').Length == 3,
            PostLevel.School => Organization.Length > 0,
        };
}

/// <summary>By what somebody was appointed.</summary>
internal sealed record AppointedBy(string Number, DateOnly Date, Guid? Case = null);

/// <summary>A tenure with whose it is.</summary>
internal sealed record HeldTenure(Tenure Tenure, CurrentHead Head);

/// <summary>
/// The base of heads keeps to its rules here: one holder of a post at a time, nobody in one post twice. Every way into it (an approval,
/// stage 5, the page, a file) goes through this one.
/// </summary>
internal sealed class TenureKeeper(ReserveDb db, Caller caller, PersonKeeper persons)
{
    /// <summary>
    /// Whoever holds the seat in its time, but for one tenure; the wording decides for tenures from before the directory. To be asked in
    /// a scope that covers the region.
    /// </summary>
    public async Task<IReadOnlyList<HeldTenure>> Holders(Seat seat, TenureId? except, CancellationToken cancellationToken)
    {
        if (!seat.IsSingle)
            return [];
        var found = await Held(row => row.Territory == seat.Territory && row.Organization == seat.Organization, seat, cancellationToken);
        return [.. found.Where(held => held.Tenure.Id != except && Means(held.Tenure, seat.Post))];
    }

    /// <summary>What else the person holds in the region in this time.</summary>
    public async Task<IReadOnlyList<HeldTenure>> OfPerson(
        IReadOnlyCollection<PersonId> person,
        Seat seat,
        TenureId? except,
        CancellationToken cancellationToken
    )
    {
        var region = Territory.RegionOf(seat.Territory);
        var names = await NamesOf(person, cancellationToken);
        var heads = await db.Set<CurrentHead>()
            .Where(head => head.PersonId != null ? person.Contains(head.PersonId.Value) : names.Contains(head.PersonName))
            .Select(head => head.Id)
            .ToListAsync(cancellationToken);
        var found = await Held(
            row => heads.Contains(row.HeadId) && (row.Territory == region || row.Territory.StartsWith(region + ".")),
            seat,
            cancellationToken
        );
        return [.. found.Where(held => held.Tenure.Id != except)];
    }

    /// <summary>Whether a tenure is in this very seat.</summary>
    public static bool IsSame(Tenure tenure, Seat seat) =>
        tenure.Territory == seat.Territory && tenure.Organization == seat.Organization && Means(tenure, seat.Post);

    /// <summary>
    /// Puts a person into a post. The predecessor's tenure ends the day before, and so does what the person held elsewhere in the region,
    /// where that is wanted.
    /// </summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<TenureRefusal?> Appoint(
        PersonRecord person,
        Seat seat,
        string position,
        AppointedBy act,
        Guid? candidate,
        bool endOthers,
        CancellationToken cancellationToken
    )
    {
        // What the person holds now may lie in another municipality than the new post.
        using (caller.AsSystem(Territory.RegionOf(seat.Territory)))
        {
            var records = await persons.Records(person.Id, cancellationToken);
            var own = await OfPerson(records, seat, null, cancellationToken);
            if (own.FirstOrDefault(held => IsSame(held.Tenure, seat)) is { } same)
                return new TenureRefusal.AlreadyHolds(same.Tenure.StartsOn);
            var holders = await Holders(seat, null, cancellationToken);
            if (holders.FirstOrDefault(held => held.Tenure.StartsOn >= seat.StartsOn) is { } later)
                return new TenureRefusal.TakenLater(later.Head.PersonName, later.Tenure.StartsOn);
            foreach (var predecessor in holders)
                predecessor.Tenure.EndBefore(seat.StartsOn);
            foreach (var other in own.Where(held => endOthers && held.Tenure.StartsOn < seat.StartsOn))
                other.Tenure.EndBefore(seat.StartsOn);
            // The predecessor must be out before the successor is in.
            await db.SaveChangesAsync(cancellationToken);
            await Add(person, records, seat, position, act, candidate, cancellationToken);
            return await db.SavedWithoutOverlap(cancellationToken) ? null : new TenureRefusal.Overlaps();
        }
    }

    /// <summary>Writes a tenure whose seat is known to be free.</summary>
    public async Task<Tenure> Add(
        PersonRecord person,
        IReadOnlyCollection<PersonId> records,
        Seat seat,
        string position,
        AppointedBy act,
        Guid? candidate,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        var names = await NamesOf(records, cancellationToken);
        var head = await db.Set<CurrentHead>()
            .OrderBy(row => row.PersonId == null)
            .FirstOrDefaultAsync(
                row =>
                    row.Territory == seat.Territory
                    && (row.PersonId != null ? records.Contains(row.PersonId.Value) : names.Contains(row.PersonName)),
                cancellationToken
            );
        head?.PersonId ??= person.Id;
        if (head is null)
        {
            head = new CurrentHead
            {
                Id = Ids.New<CurrentHeadId>(stamp.At),
                Territory = seat.Territory,
                PersonName = person.FullName,
                PersonId = person.Id,
                CandidateId = candidate,
            };
            db.Add(head);
        }

        var tenure = new Tenure
        {
            Id = Ids.New<TenureId>(stamp.At),
            HeadId = head.Id,
            Territory = seat.Territory,
            Position = position,
            PostId = seat.Post.Id,
            Organization = seat.Organization,
            IsSingle = seat.IsSingle,
            StartsOn = seat.StartsOn,
            ActNumber = act.Number,
            ActDate = act.Date,
            CaseId = act.Case,
        };
        tenure.End(seat.EndsOn);
        db.Add(tenure);
        return tenure;
    }

    /// <summary>By name the release before knew whose a tenure is; its rows have no record.</summary>
    private async Task<List<string>> NamesOf(IReadOnlyCollection<PersonId> records, CancellationToken cancellationToken) =>
        (await db.Set<PersonRecord>().AsNoTracking().Where(row => records.Contains(row.Id)).ToListAsync(cancellationToken)).ConvertAll(
            row => row.FullName
        );

    private async Task<List<HeldTenure>> Held(
        System.Linq.Expressions.Expression<Func<Tenure, bool>> where,
        Seat seat,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await db.Set<Tenure>()
                    .Where(where)
                    .Where(row =>
                        (row.EndsOn == null || row.EndsOn >= seat.StartsOn) && (seat.EndsOn == null || row.StartsOn <= seat.EndsOn)
                    )
                    .Join(db.Set<CurrentHead>(), row => row.HeadId, head => head.Id, (Tenure, Head) => new { Tenure, Head })
                    .OrderBy(row => row.Tenure.StartsOn)
                    .ToListAsync(cancellationToken)
            ).Select(row => new HeldTenure(row.Tenure, row.Head)),
        ];

    private static bool Means(Tenure tenure, Post post) =>
        tenure.PostId is { } own
            ? own == post.Id
            : NameMatch.Plain(tenure.Position) == NameMatch.Plain(post.Name)
                || (post.Category == PostCategory.MunicipalHead && PostWords.Guess(tenure.Position).Category == post.Category);
}

internal static class TenureOverlap
{
    /// <summary>Saves; false when the database refused it because two would hold one post at once.</summary>
    public static async Task<bool> SavedWithoutOverlap(this ReserveDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation })
        {
            return false;
        }
    }
}
