using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.General;

/// <summary>What can be read, each with its key.</summary>
internal enum DataSource
{
    /// <summary>The territory itself: <c>{path, name, kind, parent, region}</c>.</summary>
    Territory,

    /// <summary>The municipalities and regions directly below: a list of <c>{path, name, kind}</c>.</summary>
    TerritoriesBelow,

    /// <summary>A user by the id in <c>key</c>: <c>{id, name, territory, roles}</c>, null when there is none.</summary>
    Person,

    /// <summary>Who holds the role named by <c>key</c>, nearest to the territory: a list of the same.</summary>
    PeopleOfRole,
}

/// <summary>The variable <c>data</c>.</summary>
internal sealed record DataRead(object? Data);

internal enum DataRefusal
{
    [Says("Такой записи нет.")]
    NotFound,

    [Says("Не назван ключ, по которому читать.")]
    NoKey,
}

/// <summary>Reads what the base knows, for the run's territory or below it; changes nothing.</summary>
[Allow, Activity("Data.Read", Title = "Прочитать данные")]
internal sealed record ReadData(DataSource Source, string Territory, string? Key = null)
    : IRequest<Result<DataRead, DataRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Area.In(Territory),
            Source == DataSource.Person && Guid.TryParse(Key, out var person) ? Area.People([person], nameof(Key)) : Area.Nowhere
        );
}

internal sealed class ReadDataHandler(ReserveDb db, People people) : IRequestHandler<ReadData, Result<DataRead, DataRefusal>>
{
    public async Task<Result<DataRead, DataRefusal>> Handle(ReadData request, CancellationToken cancellationToken)
    {
        var territories = db.Set<Territory>().AsNoTracking();
        switch (request.Source)
        {
            case DataSource.Territory:
                var region = Territory.RegionOf(request.Territory);
                var names = await territories
                    .Where(row => row.Path == request.Territory || row.Path == region)
                    .ToDictionaryAsync(row => row.Path, cancellationToken);
                return new DataRead(PlaceData.Of(names[request.Territory], names[region].Name));
            case DataSource.TerritoriesBelow:
                return new DataRead(
                    (await territories.Where(row => row.Parent == request.Territory).ToListAsync(cancellationToken))
                        .OrderBy(row => row.Name, StringComparer.CurrentCulture)
                        .Select(PlaceBelow.Of)
                        .ToList()
                );
            case DataSource.Person:
                if (!Guid.TryParse(request.Key, out var id))
                    return DataRefusal.NoKey;
                return (await people.Named([id], cancellationToken)).SingleOrDefault() is { } person
                    ? new DataRead(PersonData.Of(person))
                    : DataRefusal.NotFound;
            default:
                if (string.IsNullOrWhiteSpace(request.Key))
                    return DataRefusal.NoKey;
                return new DataRead(PersonData.Of(await people.Nearest(request.Territory, [request.Key], cancellationToken)));
        }
    }
}

/// <summary>A territory as processes know it.</summary>
internal sealed record PlaceData(string Path, string Name, TerritoryKind Kind, string? Parent, string Region)
{
    public static PlaceData Of(Territory row, string region) => new(row.Path, row.Name, row.Kind, row.Parent, region);
}

/// <summary>A territory in the list of those below another.</summary>
internal sealed record PlaceBelow(string Path, string Name, TerritoryKind Kind)
{
    public static PlaceBelow Of(Territory row) => new(row.Path, row.Name, row.Kind);
}

/// <summary>A user as processes know them.</summary>
internal sealed record PersonData(Guid Id, string Name, string Territory, string[] Roles)
{
    public static PersonData Of(Person person) => new(person.Id, person.DisplayName, person.Territory, person.Roles);

    /// <summary>Several, by name.</summary>
    public static List<PersonData> Of(IEnumerable<Person> people) =>
        [.. people.OrderBy(person => person.DisplayName, StringComparer.CurrentCulture).Select(Of)];
}
