using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>The questions about a candidate on the candidate's card.</summary>
internal sealed class CandidateQuestions(ReserveDb db, TaskQueries tasks, ReadyMatters ready, Caller caller) : ICandidateQuestions
{
    public async Task<IReadOnlyList<CandidateQuestion>> Of(CandidateId candidate, CancellationToken cancellationToken)
    {
        var questions = await db.Set<SittingQuestion>()
            .AsNoTracking()
            .Where(row => row.CandidateId == candidate)
            .OrderByDescending(row => row.RaisedAt)
            .ToListAsync(cancellationToken);
        var awaiting = caller.IsInRole(Roles.CommissionSecretary)
            ? await tasks.Awaiting(TaskCommands.NameOf<PutOnAgenda>(), [.. questions.Select(row => row.Subject)], cancellationToken)
            : new HashSet<Runtime.Steps.Subject>();
        var shown = new List<CandidateQuestion>();
        foreach (var question in questions)
        {
            var mayPut = awaiting.Contains(question.Subject);
            var (state, color) = question.IsPassed is { } passed
                ? (MatterWords.Of(question.Kind, passed), passed ? "green" : "red")
                : MatterWords.Of(question.State);
            shown.Add(
                new CandidateQuestion(
                    MatterWords.Of(question.Kind),
                    state,
                    color,
                    MatterWords.Of(question).Href,
                    question.SittingAt,
                    mayPut,
                    mayPut
                        ? [.. (await ready.SittingsFor(question, cancellationToken)).Select(row => new ChoosableSitting(row.Id, row.Text))]
                        : []
                )
            );
        }

        return shown;
    }
}
