using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Somebody whom another record may be, too.</summary>
public sealed record LikelyPerson(PersonId Id, string FullName, DateOnly? BirthDate, string Territory, LikelyReason Reason);

public enum LikelyReason
{
    SameSnils,
    SameNameAndBirthDate,
    SameName,
}

/// <summary>Finds the record of a person, makes it where there is none, and tells whom it may double.</summary>
public sealed class PersonKeeper(ReserveDb db, Caller caller)
{
    private const int MostLikely = 20;

    /// <summary>
    /// The record of whoever is known by the name alone: the only one of this name in the region, else a new one. Who is meant among
    /// several the caller has asked already.
    /// </summary>
    public async Task<PersonRecord> ByName(string fullName, string territory, CancellationToken cancellationToken)
    {
        var named = await Named(fullName, Territory.RegionOf(territory), cancellationToken);
        return named is [var only] ? only : Add(PersonFullName.Parse(fullName), null, null, territory);
    }

    /// <summary>Whoever bears exactly this name in the region; of merged records the one that speaks for them.</summary>
    public async Task<IReadOnlyList<PersonRecord>> Named(string fullName, string region, CancellationToken cancellationToken)
    {
        var plain = SearchText(fullName);
        return
        [
            .. await db.Set<PersonRecord>()
                .Where(row =>
                    row.MergedInto == null && row.SearchText == plain && (row.Territory == region || row.Territory.StartsWith(region + "."))
                )
                .OrderBy(row => row.Id)
                .ToListAsync(cancellationToken),
        ];
    }

    /// <summary>The record that speaks for this person; null when the caller does not see it.</summary>
    public async Task<PersonRecord?> Find(PersonId id, CancellationToken cancellationToken)
    {
        var found = await db.Set<PersonRecord>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return found?.MergedInto is { } root
            ? await db.Set<PersonRecord>().SingleOrDefaultAsync(row => row.Id == root, cancellationToken)
            : found;
    }

    /// <summary>All records of a person, whichever of them is asked about.</summary>
    public async Task<IReadOnlyList<PersonId>> Records(PersonId id, CancellationToken cancellationToken)
    {
        var root = await db.Set<PersonRecord>()
            .Where(row => row.Id == id)
            .Select(row => row.MergedInto)
            .SingleOrDefaultAsync(cancellationToken);
        var speaks = root ?? id;
        var merged = await db.Set<PersonRecord>()
            .Where(row => row.MergedInto == speaks)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        return [speaks, .. merged];
    }

    public PersonRecord Add(PersonFullName name, DateOnly? born, string? snils, string territory)
    {
        var person = PersonRecord.Of(name, born, snils, territory, caller.Stamp());
        db.Add(person);
        return person;
    }

    /// <summary>
    /// Whose record this may be: the same number; the same name with ё as е and the same birth date; the same name where one of the two
    /// has no birth date. The surest first.
    /// </summary>
    public async Task<IReadOnlyList<LikelyPerson>> Likely(
        string fullName,
        DateOnly? born,
        string? snils,
        IReadOnlyCollection<PersonId> except,
        CancellationToken cancellationToken
    )
    {
        var plain = SearchText(fullName);
        var found = await db.Set<PersonRecord>()
            .AsNoTracking()
            .Where(row => row.MergedInto == null && !except.Contains(row.Id))
            .Where(row =>
                (snils != null && row.Snils == snils)
                || (row.SearchText == plain && (born == null || row.BirthDate == null || row.BirthDate == born))
            )
            .OrderBy(row => row.Id)
            .Take(MostLikely)
            .ToListAsync(cancellationToken);
        return
        [
            .. found
                // Two numbers are two people, whatever their names.
                .Where(row => snils is null || row.Snils is null || row.Snils == snils)
                .Select(row => new LikelyPerson(
                    row.Id,
                    row.FullName,
                    row.BirthDate,
                    row.Territory,
                    snils is not null && row.Snils == snils ? LikelyReason.SameSnils
                        : born is not null && row.BirthDate == born ? LikelyReason.SameNameAndBirthDate
                        : LikelyReason.SameName
                ))
                .OrderBy(likely => likely.Reason),
        ];
    }

    /// <summary>As the database makes it of the parts of a name.</summary>
    internal static string SearchText(string fullName) => PersonFullName.Parse(fullName).ToString().ToLowerInvariant().Replace('ё', 'е');
}
