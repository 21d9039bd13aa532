using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordAppointment", Title = "Записать назначение")]
internal sealed record RecordAppointment(CandidateId Candidate, Vacancy Vacancy, AppointmentAct Act)
    : IRequest<Result<AppointedGiven, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>The act of appointment.</summary>
internal sealed record AppointmentAct(string? Number = null, DateOnly? Date = null, bool HigherPost = false, string? Note = null);

internal sealed record AppointedGiven(bool Appointed);

internal sealed class RecordAppointmentHandler(ReserveDb db, Caller caller)
    : IRequestHandler<RecordAppointment, Result<AppointedGiven, CycleRefusal>>
{
    public async Task<Result<AppointedGiven, CycleRefusal>> Handle(RecordAppointment request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        entry.Appoint(request.Act.HigherPost, stamp);
        var summary =
            $"{request.Vacancy.Position}, акт № "
            + $"{request.Act.Number ?? "—"}{(request.Act.Date is { } date ? $" от {date:dd.MM.yyyy}" : "")}";
        db.Add(CandidateRecord.Of(entry, RecordKind.Appointment, summary, new { request.Vacancy, request.Act }, stamp));
        return new AppointedGiven(true);
    }
}
