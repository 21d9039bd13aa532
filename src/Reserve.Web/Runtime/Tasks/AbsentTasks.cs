using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// The tasks that a person may do for those absent, as the parameters <c>$6</c> to <c>$11</c> of <see cref="TaskSelection"/>: roles and
/// territories of free tasks that the own roles do not show already, and whose own tasks are meant.
/// </summary>
internal sealed class AbsentTasks
{
    /// <summary>Whether a task that somebody absent has is meant.</summary>
    public const string Rule = """
        exists (select from unnest($8, $9, $10, $11) g (absent, role, within, roleless) where t.assignee = g.absent
            and (t.role = g.role or (g.roleless and t.role is null))
            and (t.territory = g.within or starts_with(t.territory, g.within || '.')))
        """;

    /// <summary>The same of any task, free ones of the role too.</summary>
    public const string AnyRule = $"""
        ({Rule} or (t.assignee is null and exists (select from unnest($6, $7) f (role, within)
            where t.role = f.role and (t.territory = f.within or starts_with(t.territory, f.within || '.')))))
        """;

    private readonly List<(string Role, string Within)> free = [];
    private readonly List<(Guid Absent, string Role, string Within, bool Roleless)> own = [];

    public AbsentTasks(IReadOnlyList<Grant> grants, Caller caller)
    {
        foreach (var grant in grants)
        {
            own.AddRange(
                grant.Seat is not null
                    ? [(grant.Absent, TaskRights.Personal, grant.Territory, false)]
                    : grant.Roles.Select(role => (grant.Absent, role, grant.Territory, grant.IsOfAll))
            );
            foreach (var role in grant.Roles)
            {
                if (!caller.IsInRole(role) || !Territory.Covers(caller.Territory, grant.Territory))
                    free.Add((role, grant.Territory));
            }
        }

        free = [.. free.Distinct()];
        free = [.. free.Where(place => !free.Exists(wider => IsWithin(place, wider)))];
    }

    public Batch.Statement AddTo(Batch.Statement statement) =>
        statement
            .With(free.Select(place => place.Role).ToArray())
            .With(free.Select(place => place.Within).ToArray())
            .With(own.Select(task => task.Absent).ToArray())
            .With(own.Select(task => task.Role).ToArray())
            .With(own.Select(task => task.Within).ToArray())
            .With(own.Select(task => task.Roleless).ToArray());

    private static bool IsWithin((string Role, string Within) place, (string Role, string Within) wider) =>
        place != wider && place.Role == wider.Role && Territory.Covers(wider.Within, place.Within);
}
