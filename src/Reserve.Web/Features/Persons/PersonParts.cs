using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>What somebody is to the system; the filter of the list of people.</summary>
public enum PersonRoleKind
{
    Reserve,
    Head,
    Case,
    Commission,
}

/// <summary>One role of a person.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Title">The post, the case, the commission; in Russian, a key of its translation or a proper name.</param>
/// <param name="State">How it stands, in Russian, a key of its translation.</param>
/// <param name="Territory">By name; null when it has none.</param>
/// <param name="From">Since when.</param>
/// <param name="To">The last day; null while it lasts.</param>
/// <param name="Href">The page that tells more, when the reader may open it.</param>
public sealed record PersonRole(
    PersonRoleKind Kind,
    string Title,
    string State,
    string? Territory,
    DateOnly? From,
    DateOnly? To,
    string? Href
);

/// <summary>A place of work that somebody told of.</summary>
public sealed record PersonWork(DateOnly From, DateOnly? To, string Organization, string Position);

/// <summary>A paper about a person.</summary>
public sealed record PersonPaper(string Title, string Number, DateTimeOffset At, string Href);

/// <summary>What one feature knows of a person.</summary>
internal sealed record PersonPart(
    IReadOnlyList<PersonRole> Roles,
    IReadOnlyList<PersonWork>? Career = null,
    IReadOnlyList<PersonPaper>? Papers = null
);

/// <summary>A feature in which people have roles: it shows of them what the caller may read there.</summary>
internal interface IPersonParts
{
    PersonRoleKind Kind { get; }

    /// <summary>Who has the role now, for the filter of the list; null ids are nobody's.</summary>
    IQueryable<PersonId?> Holders(ReserveDb db, DateOnly today);

    /// <param name="ids">All records of the person.</param>
    Task<PersonPart> Of(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken);
}
