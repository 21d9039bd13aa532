using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>To whom a task may be given.</summary>
public sealed class TaskColleagues(People people)
{
    /// <summary>The people of a task's role who may do it, by name; nobody for tasks that are a person's own.</summary>
    public async Task<IReadOnlyList<Person>> Of(string? role, string territory, Guid? except, CancellationToken cancellationToken) =>
        role is null || TaskRights.StaysWithOne(role)
            ? []
            :
            [
                .. (await people.OfRole(territory, cancellationToken, role))
                    .Where(person => person.Id != except && Territory.Covers(person.Territory, territory))
                    .OrderBy(person => person.DisplayName, StringComparer.CurrentCulture),
            ];
}
