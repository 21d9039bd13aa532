using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>What the base of heads says of a person: the posts held, the former ones too, and the territory headed now.</summary>
/// <param name="Career">The posts, the last one first.</param>
/// <param name="Own">The territory headed today; null when none.</param>
internal sealed record HeldPosts(IReadOnlyList<CareerStep> Career, OwnTerritory? Own)
{
    public static HeldPosts None { get; } = new([], null);
}

/// <summary>Reads them for a person of a region.</summary>
internal sealed class HeldPostsReader(ReserveDb db, PersonKeeper persons, TerritoryMonitoring monitoring, TimeShown shown)
{
    /// <param name="personName">Whose posts: by the name,</param>
    /// <param name="candidate">or by the entry in the reserve.</param>
    /// <param name="person">or by the record of the person.</param>
    /// <param name="asked">The territory that the person is to head.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<HeldPosts> Of(string personName, Guid? candidate, PersonId? person, string asked, CancellationToken cancellationToken)
    {
        var region = Territory.RegionOf(asked);
        var records = person is { } known ? await persons.Records(known, cancellationToken) : [];
        var held = await db.Set<Tenure>()
            .AsNoTracking()
            .Where(row => row.Territory == region || row.Territory.StartsWith(region + "."))
            .Join(
                db.Set<CurrentHead>().Where(Whose(personName, candidate, records)),
                row => row.HeadId,
                head => head.Id,
                (tenure, _) => tenure
            )
            .Join(
                db.Set<Territory>(),
                row => row.Territory,
                territory => territory.Path,
                (Tenure, territory) => new { Tenure, territory.Name }
            )
            .OrderByDescending(row => row.Tenure.StartsOn)
            .ToListAsync(cancellationToken);
        if (held.Count == 0)
            return HeldPosts.None;
        var today = shown.Today;
        var now = held.Find(row => row.Tenure.IsOn(today));
        return new HeldPosts(
            [.. held.Select(row => new CareerStep(row.Tenure.StartsOn, row.Tenure.EndsOn, row.Name, row.Tenure.Position))],
            now is null ? null : await Own(now.Tenure, now.Name, asked, cancellationToken)
        );
    }

    /// <summary>By the record of the person; by the entry in the reserve or the name where one of the two has none.</summary>
    private static Expression<Func<CurrentHead, bool>> Whose(string name, Guid? candidate, IReadOnlyList<PersonId> records) =>
        head =>
            head.PersonId != null && records.Count > 0
                ? records.Contains(head.PersonId.Value)
                : head.PersonName == name || (candidate != null && head.CandidateId == candidate);

    private async Task<OwnTerritory> Own(Tenure tenure, string name, string asked, CancellationToken cancellationToken)
    {
        var isSame = tenure.Territory == asked;
        return new OwnTerritory
        {
            Name = name,
            Position = tenure.Position,
            Since = tenure.StartsOn,
            Act = tenure.ActNumber,
            ActDate = tenure.ActDate,
            Same = isSame,
            Picture = isSame ? null : (await monitoring.Of(tenure.Territory, cancellationToken: cancellationToken))?.Picture(),
            Years = await monitoring.Totals(tenure.Territory, tenure.StartsOn.Year, cancellationToken),
        };
    }
}
