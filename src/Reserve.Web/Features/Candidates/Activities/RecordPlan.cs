using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordPlan", Title = "Утвердить ИПР")]
internal sealed record RecordPlan(CandidateId Candidate, DevelopmentPlan Plan) : IRequest<Result<Done, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>An individual development plan (ИПР) with its mentor and programme.</summary>
internal sealed record DevelopmentPlan(string? Goals = null, string? Mentor = null, string? Programme = null, DateOnly? Until = null);

internal sealed class RecordPlanHandler(PlanRecords planRecords) : IRequestHandler<RecordPlan, Result<Done, CycleRefusal>>
{
    public Task<Result<Done, CycleRefusal>> Handle(RecordPlan request, CancellationToken cancellationToken) =>
        planRecords.Record(
            request.Candidate,
            RecordKind.Plan,
            PlanRecords.Line(
                ("Наставник", request.Plan.Mentor),
                ("Программа", ProgrammeName(request.Plan.Programme)),
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
}
