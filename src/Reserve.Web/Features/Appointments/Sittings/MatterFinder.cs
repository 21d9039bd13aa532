using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What a command of a member or of the secretary is about: one of the two is named.</summary>
internal sealed class MatterFinder(ReserveDb db)
{
    internal static Area AreaOf(AppointmentCaseId? about, SittingQuestionId? question) =>
        about is null ? Area.Of("sitting_questions", question, "Question") : Area.Of("appointment_cases", about, "Case");

    internal async Task<IMatter?> Find(AppointmentCaseId? about, SittingQuestionId? question, CancellationToken cancellationToken) =>
        about is null
            ? await db.Set<SittingQuestion>().SingleOrDefaultAsync(row => row.Id == question, cancellationToken)
            : await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == about, cancellationToken);
}
