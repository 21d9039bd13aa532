using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.General;

/// <summary>The names of users that runs are about.</summary>
internal sealed class PersonNaming(ReserveDb db) : ISubjectNaming
{
    public const string SubjectType = "person";

    public string Type => SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Set<User>()
            .AsNoTracking()
            .Where(user => ids.Contains(user.Id))
            .Select(user => new { user.Id, user.DisplayName })
            .ToDictionaryAsync(user => user.Id, user => new SubjectName(user.DisplayName, $"/users/card/{user.Id}"), cancellationToken);

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var rows = db.Set<User>().AsNoTracking();
        foreach (var word in words)
        {
            var pattern = Pattern.Containing(word);
            rows = rows.Where(user => EF.Functions.ILike(user.DisplayName, pattern));
        }

        return await rows.OrderByDescending(user => user.Id).Select(user => user.Id).Take(most).ToListAsync(cancellationToken);
    }
}
