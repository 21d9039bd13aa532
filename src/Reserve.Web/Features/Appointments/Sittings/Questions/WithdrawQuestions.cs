using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>Nobody is asked any more about a candidate who has left the reserve: the questions leave the agendas.</summary>
internal sealed class WithdrawQuestions(ReserveDb db, SittingSteps steps, SittingCases sittingCases, Caller caller) : IEntryEnds
{
    public async Task Ended(CandidateId candidate, CancellationToken cancellationToken)
    {
        foreach (
            var question in await db.Set<SittingQuestion>()
                .Where(row => row.CandidateId == candidate && row.DecidedAt == null)
                .ToListAsync(cancellationToken)
        )
        {
            if (await sittingCases.Standing(question, cancellationToken) is { } item)
                item.Release("кандидат выбыл из резерва", caller.Stamp());
            question.Withdraw(caller.Stamp());
            await db.SaveChangesAsync(cancellationToken);
            await steps.Tell(question, "QuestionWithdrawn", FeelContext.Empty, cancellationToken);
        }
    }
}
