using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Asks as many members of the commission for their opinion as are missing, those with the fewest open opinions first; nobody
/// who was asked before or has declared a conflict.
/// </summary>
[Allow]
[Activity("Appointments.AppointExperts", Title = "Назначить экспертов")]
internal sealed record AppointExperts(AppointmentCaseId Case, int Minimum = 3)
    : IRequest<Result<ExpertsAppointed, AppointExpertsRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <param name="Experts">The users asked now.</param>
internal sealed record ExpertsAppointed(IReadOnlyList<Guid> Experts);

internal enum AppointExpertsRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Свободных экспертов не хватает.")]
    NotEnoughExperts,
}

internal sealed class AppointExpertsHandler(ReserveDb db, Caller caller, ExpertChoice expertChoice)
    : IRequestHandler<AppointExperts, Result<ExpertsAppointed, AppointExpertsRefusal>>
{
    public async Task<Result<ExpertsAppointed, AppointExpertsRefusal>> Handle(AppointExperts request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return AppointExpertsRefusal.UnknownCase;
        appointment.AskExperts();
        var counted = await db.Set<ExpertOpinion>()
            .CountAsync(row => row.CaseId == appointment.Id && row.Verdict != null, cancellationToken);
        var missing = request.Minimum - counted;
        var free = (await expertChoice.Free(appointment, await expertChoice.Judges(appointment, cancellationToken), cancellationToken))
            .OrderBy(judge => judge.Owed)
            .ThenBy(judge => judge.Name, StringComparer.CurrentCulture)
            .Take(missing)
            .ToList();
        if (free.Count < missing)
            return AppointExpertsRefusal.NotEnoughExperts;
        db.AddRange(free.Select(judge => ExpertOpinion.Ask(appointment, judge.UserId, judge.Name, caller.Stamp())));
        return new ExpertsAppointed([.. free.Select(judge => judge.UserId)]);
    }
}
