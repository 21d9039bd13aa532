using Reserve.Web.Data;

namespace Reserve.Web.Access.Substitutions;

/// <summary>What a substitution that is in force lets the substitute do.</summary>
/// <param name="Id">The substitution.</param>
/// <param name="Absent">For whom.</param>
/// <param name="Territory">Where.</param>
/// <param name="Roles">The roles in which the substitute acts; none where it is a seat.</param>
/// <param name="IsOfAll">Whether all tasks of the absent person are meant, those without a role too.</param>
/// <param name="Seat">The seat in a commission.</param>
/// <param name="Shown">«за Иванову А. П. по приказу № 12 от 01.12.2026».</param>
public sealed record Grant(
    SubstitutionId Id,
    Guid Absent,
    string Territory,
    IReadOnlySet<string> Roles,
    bool IsOfAll,
    Guid? Seat,
    string Shown
)
{
    /// <summary>
    /// Roles whose acts nobody does for another: administrators have dangerous ones, an auditor looks on, a candidate answers for
    /// themselves, and what a member of a commission says goes with the seat.
    /// </summary>
    public static IReadOnlySet<string> Own { get; } =
        new HashSet<string> { Access.Roles.Administrator, Access.Roles.Auditor, Access.Roles.Candidate, Access.Roles.CommissionMember };

    /// <summary>Whether a task is one that the absent person would do.</summary>
    public bool IsFor(string? role, string territory, Guid? assignee) =>
        Data.Territory.Covers(Territory, territory)
        && (
            Seat is not null ? role == Access.Roles.CommissionMember && assignee == Absent
            : role is null ? IsOfAll && assignee == Absent
            : Roles.Contains(role) && (assignee is null || assignee == Absent)
        );
}
