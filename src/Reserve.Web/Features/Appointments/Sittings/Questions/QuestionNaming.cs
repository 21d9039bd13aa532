using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>The names of questions that runs are about.</summary>
internal sealed class QuestionNaming(ReserveDb db) : ISubjectNaming
{
    public string Type => SittingQuestion.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new SittingQuestionId(id)).ToList();
        var rows = await db.Set<SittingQuestion>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id.Value,
            row => new SubjectName($"{MatterWords.Of(row.Kind)}: {row.PersonName}", MatterWords.Of(row).Href)
        );
    }

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var rows = db.Set<SittingQuestion>().AsNoTracking();
        foreach (var word in words)
        {
            var pattern = Pattern.Containing(word);
            rows = rows.Where(row => EF.Functions.ILike(row.PersonName, pattern));
        }

        var found = await rows.OrderByDescending(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(id => id.Value)];
    }
}

/// <summary>A question's process acts on its question.</summary>
internal sealed class QuestionRows : ISubjectRows
{
    public string Type => SittingQuestion.SubjectType;

    public string Table => "sitting_questions";

    public Task<bool> Includes(Guid subject, Access.Area.Row row, CancellationToken cancellationToken) => Task.FromResult(false);
}
