using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>A vacancy as the process carries it.</summary>
public sealed record Vacancy(string? Position = null, string? Municipality = null);

/// <summary>The act of appointment.</summary>
public sealed record AppointmentAct(string? Number = null, DateOnly? Date = null, bool HigherPost = false, string? Note = null);

public sealed record AppointedGiven(bool Appointed);

/// <summary>The yearly counts of the work with one candidate.</summary>
public sealed record Effectiveness(
    bool? Appointed = null,
    bool? HigherPost = null,
    bool? Trained = null,
    bool? PlanCompleted = null,
    decimal? TerritoryDynamics = null,
    string? Conclusion = null
);

public sealed record EffectivenessGiven(Effectiveness Effectiveness);

[Allow, Activity("Candidates.RecordOfferAnswer", Title = "Записать ответ на предложение")]
public sealed record RecordOfferAnswer(CandidateId Candidate, Vacancy Vacancy, bool Accepted, string? Note = null)
    : IRequest<Result<Done, CycleRefusal>>;

[Allow, Activity("Candidates.RecordAppointment", Title = "Записать назначение")]
public sealed record RecordAppointment(CandidateId Candidate, Vacancy Vacancy, AppointmentAct Act)
    : IRequest<Result<AppointedGiven, CycleRefusal>>;

[Allow, Activity("Candidates.CollectEffectiveness", Title = "Собрать показатели работы с резервом")]
public sealed record CollectEffectiveness(CandidateId Candidate) : IRequest<Result<EffectivenessGiven, CycleRefusal>>;

[Allow, Activity("Candidates.RecordEffectiveness", Title = "Записать оценку эффективности")]
public sealed record RecordEffectiveness(CandidateId Candidate, Effectiveness Effectiveness) : IRequest<Result<Done, CycleRefusal>>;

internal sealed class UseHandler(ReserveDb db, Caller caller, IEnumerable<ITerritoryDynamics> dynamics)
    : IRequestHandler<RecordOfferAnswer, Result<Done, CycleRefusal>>,
        IRequestHandler<RecordAppointment, Result<AppointedGiven, CycleRefusal>>,
        IRequestHandler<CollectEffectiveness, Result<EffectivenessGiven, CycleRefusal>>,
        IRequestHandler<RecordEffectiveness, Result<Done, CycleRefusal>>
{
    public async Task<Result<Done, CycleRefusal>> Handle(RecordOfferAnswer request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var summary =
            $"{request.Vacancy.Position}: {(request.Accepted ? "согласие" : "отказ")}{(string.IsNullOrWhiteSpace(request.Note) ? "" : ", " + request.Note)}";
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.Offer,
                summary,
                new
                {
                    request.Vacancy,
                    request.Accepted,
                    request.Note,
                },
                caller.Stamp()
            )
        );
        return new Done();
    }

    public async Task<Result<AppointedGiven, CycleRefusal>> Handle(RecordAppointment request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        entry.Appoint(request.Act.HigherPost, stamp);
        var summary =
            $"{request.Vacancy.Position}, акт № {request.Act.Number ?? "—"}{(request.Act.Date is { } date ? $" от {date:dd.MM.yyyy}" : "")}";
        db.Add(CandidateRecord.Of(entry, RecordKind.Appointment, summary, new { request.Vacancy, request.Act }, stamp));
        return new AppointedGiven(true);
    }

    public async Task<Result<EffectivenessGiven, CycleRefusal>> Handle(CollectEffectiveness request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var kinds = await db.Set<CandidateRecord>()
            .Where(row => row.CandidateId == request.Candidate)
            .Select(row => row.Kind)
            .Distinct()
            .ToListAsync(cancellationToken);
        decimal? moved = null;
        foreach (var source in dynamics)
            moved ??= await source.Percent(entry.Territory, cancellationToken);
        return new EffectivenessGiven(
            new Effectiveness(
                entry.AppointedAt is not null,
                entry.HigherPost,
                kinds.Contains(RecordKind.Training),
                kinds.Contains(RecordKind.Plan) && kinds.Contains(RecordKind.Training),
                moved
            )
        );
    }

    public async Task<Result<Done, CycleRefusal>> Handle(RecordEffectiveness request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        var it = request.Effectiveness;
        var counts = new (bool? Holds, string Text)[]
        {
            (it.Appointed, "назначен из резерва"),
            (it.HigherPost, "на более высокую должность"),
            (it.Trained, "обучен"),
            (it.PlanCompleted, "план выполнен"),
        };
        var summary = string.Join(
            ", ",
            counts
                .Where(count => count.Holds == true)
                .Select(count => count.Text)
                .Append(it.Conclusion)
                .Where(text => !string.IsNullOrWhiteSpace(text))
        );
        db.Add(CandidateRecord.Of(entry, RecordKind.Effectiveness, summary, it, stamp));
        // The cycle of an appointed person ends here; the others are rated again.
        if (entry.AppointedAt is not null)
            entry.Close(ClosingReason.Appointed, null, stamp);
        return new Done();
    }
}
