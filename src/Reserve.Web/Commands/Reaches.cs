using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Commands;

/// <summary>Whether the caller's territory covers where a command acts.</summary>
internal sealed class Reaches(ReserveDb db, Caller caller, People people)
{
    private const string NoSuchTerritory = "Такой территории нет.";

    /// <summary>
    /// Null when it does, or when the territory does not exist, which is a fault of the input (<see cref="Faults"/>). What row-level
    /// security hides is not told apart from what is not there. The system is not asked about rows: it works
    /// in the scope that it was given.
    /// </summary>
    public async Task<Rejection?> Refusal(Area area, CancellationToken cancellationToken)
    {
        foreach (var part in area.Parts)
        {
            switch (part)
            {
                case Area.Territory { Path: { } path, Field: var field }
                    when !Territory.Covers(caller.Territory, path) && await Exists(path, cancellationToken):
                    return new Rejection.OutsideTerritory(field, path == Territory.Federation);
                case Area.Row row when !caller.IsSystem && !await Sees(row, cancellationToken):
                    return new Rejection.NotThere(row.Field);
            }
        }

        return null;
    }

    /// <summary>
    /// Territories and people that do not exist, or are not to be reached from the caller's territory, each beside its field.
    /// </summary>
    public async Task<IReadOnlyList<Problem>> Faults(Area area, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var part in area.Parts)
        {
            switch (part)
            {
                case Area.Territory named when !await Exists(named.Path, cancellationToken):
                    problems.Add(new Problem(named.Field, NoSuchTerritory));
                    break;
                case Area.Mention named when !await Exists(named.Path, cancellationToken):
                    problems.Add(new Problem(named.Field, NoSuchTerritory));
                    break;
                case Area.Persons { Ids.Count: > 0 } persons when !await Reached(persons.Ids, cancellationToken):
                    problems.Add(new Problem(persons.Field, "Такого пользователя нет, или он другой территории."));
                    break;
            }
        }

        return problems;
    }

    private Task<bool> Exists(string? path, CancellationToken cancellationToken) =>
        path == Territory.Federation
            ? Task.FromResult(true)
            : db.Set<Territory>().AnyAsync(territory => territory.Path == path, cancellationToken);

    private async Task<bool> Sees(Area.Row row, CancellationToken cancellationToken) =>
        caller.Territory is not null && await db.Database.SqlQueryRaw<int>(Look(row.Table), row.Id).AnyAsync(cancellationToken);

    private static string Look(string table) => "select 1 as \"Value\" from " + table + " where id = @p0";

    private async Task<bool> Reached(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        (await people.Named(ids, cancellationToken)).Count(person =>
            Territory.Covers(caller.Territory, person.Territory) || Territory.Covers(person.Territory, caller.Territory ?? "")
        ) == ids.Count;
}
