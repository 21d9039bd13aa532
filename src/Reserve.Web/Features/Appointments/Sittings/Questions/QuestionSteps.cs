using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>What the commands about a question have in common.</summary>
internal sealed class QuestionSteps(ReserveDb db, SittingCases sittingCases)
{
    internal Task<SittingQuestion?> Find(SittingQuestionId id, CancellationToken cancellationToken) =>
        db.Set<SittingQuestion>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The item under which a sitting has decided it, with that sitting, which may lie above the scope.</summary>
    internal async Task<(AgendaItem Item, CommissionMeeting Meeting)?> Decided(
        SittingQuestion question,
        CancellationToken cancellationToken
    )
    {
        var item = await sittingCases
            .Of(question)
            .Where(row => row.ClosedAt != null && row.ReleasedFor == null && row.VoteOpenedAt != null)
            .OrderByDescending(row => row.ClosedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return item is not null && await CommissionsAbove.Find(db, item.MeetingId, cancellationToken) is { } meeting
            ? (item, meeting)
            : null;
    }
}
