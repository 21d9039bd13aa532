using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>An individual development plan (ИПР) with its mentor and programme.</summary>
public sealed record DevelopmentPlan(string? Goals = null, string? Mentor = null, string? Programme = null, DateOnly? Until = null);

/// <summary>Targeted support: measures, an internship site, a mentor.</summary>
public sealed record SupportPlan(
    IReadOnlyList<string>? Measures = null,
    string? Site = null,
    string? Mentor = null,
    DateOnly? Until = null,
    string? Goals = null
);

[Allow, Activity("Candidates.RecordPlan", Title = "Утвердить ИПР")]
public sealed record RecordPlan(CandidateId Candidate, DevelopmentPlan Plan) : IRequest<Result<Done, CycleRefusal>>;

[Allow, Activity("Candidates.RecordSupportPlan", Title = "Утвердить план поддержки")]
public sealed record RecordSupportPlan(CandidateId Candidate, SupportPlan Plan) : IRequest<Result<Done, CycleRefusal>>;

internal sealed class RecordPlansHandler(ReserveDb db, Caller caller)
    : IRequestHandler<RecordPlan, Result<Done, CycleRefusal>>,
        IRequestHandler<RecordSupportPlan, Result<Done, CycleRefusal>>
{
    public Task<Result<Done, CycleRefusal>> Handle(RecordPlan request, CancellationToken cancellationToken) =>
        Record(
            request.Candidate,
            RecordKind.Plan,
            Line(
                ("Наставник", request.Plan.Mentor),
                ("Программа", ProgrammeName(request.Plan.Programme)),
                ("До", $"{request.Plan.Until:dd.MM.yyyy}"),
                ("Цели", request.Plan.Goals)
            ),
            request.Plan,
            cancellationToken
        );

    public Task<Result<Done, CycleRefusal>> Handle(RecordSupportPlan request, CancellationToken cancellationToken) =>
        Record(
            request.Candidate,
            RecordKind.SupportPlan,
            Line(
                ("Наставник", request.Plan.Mentor),
                ("Площадка", request.Plan.Site),
                ("До", $"{request.Plan.Until:dd.MM.yyyy}"),
                ("Цели", request.Plan.Goals)
            ),
            request.Plan,
            cancellationToken
        );

    internal static string? ProgrammeName(string? code) =>
        code switch
        {
            "Extramural48" => "Основные направления управленческой деятельности в рамках мотивирующего мониторинга",
            "Retraining" => "Профессиональная переподготовка",
            _ => code,
        };

    private static string Line(params (string Label, string? Value)[] facts) =>
        string.Join(" · ", facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(fact => $"{fact.Label}: {fact.Value}"));

    private async Task<Result<Done, CycleRefusal>> Record(
        CandidateId candidate,
        RecordKind kind,
        string summary,
        object plan,
        CancellationToken cancellationToken
    )
    {
        if (await CurrentEntry.Find(db, candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        db.Add(CandidateRecord.Of(entry, kind, summary, plan, caller.Stamp()));
        return new Done();
    }
}
