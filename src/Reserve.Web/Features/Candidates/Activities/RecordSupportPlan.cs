using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordSupportPlan", Title = "Утвердить план поддержки")]
internal sealed record RecordSupportPlan(CandidateId Candidate, SupportPlan Plan) : IRequest<Result<Done, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>Targeted support: measures, an internship site, a mentor.</summary>
internal sealed record SupportPlan(
    IReadOnlyList<string>? Measures = null,
    string? Site = null,
    string? Mentor = null,
    DateOnly? Until = null,
    string? Goals = null
);

internal sealed class RecordSupportPlanHandler(PlanRecords planRecords) : IRequestHandler<RecordSupportPlan, Result<Done, CycleRefusal>>
{
    public Task<Result<Done, CycleRefusal>> Handle(RecordSupportPlan request, CancellationToken cancellationToken) =>
        planRecords.Record(
            request.Candidate,
            RecordKind.SupportPlan,
            PlanRecords.Line(
                ("Наставник", request.Plan.Mentor),
                ("Площадка", request.Plan.Site),
                ("До", $"{request.Plan.Until:dd.MM.yyyy}"),
                ("Цели", request.Plan.Goals)
            ),
            request.Plan,
            cancellationToken
        );
}
