using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.General;

/// <summary>The sources of <c>Data.Read</c> as starts watch them: each territory, or each user who works, is a row.</summary>
internal sealed class WatchedData : IWatchedData
{
    private static readonly string[] Places = ["territories"];
    private static readonly string[] PlacesAndPeople = ["territories", "users"];

    public IReadOnlyList<WatchedSource> Sources { get; } =
    [
        new(nameof(DataSource.Territory), "Территория", null, [], Places),
        new(nameof(DataSource.TerritoriesBelow), "Территории ниже данной", null, [], Places),
        new(nameof(DataSource.Person), "Пользователь", null, [], ["users"]),
        new(nameof(DataSource.PeopleOfRole), "Люди с ролью на территории", "роль", [.. Roles.All], PlacesAndPeople),
    ];

    public async Task<IReadOnlyList<WatchedRow>> Rows(
        ReserveDb db,
        WatchedSource source,
        string? key,
        string territory,
        CancellationToken cancellationToken
    )
    {
        if (source.Name == nameof(DataSource.Person))
            return await People(db, territory, cancellationToken);
        // Regions are read whole: a row says the name of its region.
        var places = await db.Set<Territory>().AsNoTracking().ToListAsync(cancellationToken);
        var names = places.ToDictionary(place => place.Path, place => place.Name);
        var below = places.OrderBy(place => place.Name, StringComparer.CurrentCulture).ToLookup(place => place.Parent);
        var holders =
            source.Name == nameof(DataSource.PeopleOfRole)
                ? await new People(db).OfRole(Territory.Federation, cancellationToken, key ?? "")
                : [];
        return
        [
            .. places
                .Where(place => Territory.Covers(territory, place.Path))
                .Select(place => new WatchedRow(
                    place.Path,
                    place.Name,
                    place.Path,
                    FeelBinding.From(
                        source.Name switch
                        {
                            nameof(DataSource.Territory) => PlaceData.Of(place, names[Territory.RegionOf(place.Path)]),
                            nameof(DataSource.TerritoriesBelow) => below[place.Path].Select(PlaceBelow.Of).ToList(),
                            _ => PersonData.Of(Access.People.Nearest(holders, place.Path, [key ?? ""])),
                        }
                    ),
                    null
                )),
        ];
    }

    private static async Task<IReadOnlyList<WatchedRow>> People(ReserveDb db, string territory, CancellationToken cancellationToken)
    {
        var users = await db.Set<User>()
            .AsNoTracking()
            .Where(user => !user.Disabled && (user.Territory == territory || user.Territory.StartsWith(territory + ".")))
            .OrderBy(user => user.Id)
            .Select(user => new PersonData(user.Id, user.DisplayName, user.Territory, user.Roles))
            .ToListAsync(cancellationToken);
        return
        [
            .. users.Select(user => new WatchedRow(
                user.Id.ToString(),
                user.Name,
                user.Territory,
                FeelBinding.From(user),
                new Subject(PersonNaming.SubjectType, user.Id.ToString())
            )),
        ];
    }
}
