using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Counts the opinions; the conflicted do not count.</summary>
[Allow]
[Activity("Appointments.SummariseOpinions", Title = "Свести заключения")]
internal sealed record SummariseOpinions(AppointmentCaseId Case, int Minimum = 3)
    : IRequest<Result<OpinionsSummarised, CaseRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record OpinionsSummarised(OpinionSummary Summary);

internal sealed class SummariseOpinionsHandler(ReserveDb db) : IRequestHandler<SummariseOpinions, Result<OpinionsSummarised, CaseRefusal>>
{
    public async Task<Result<OpinionsSummarised, CaseRefusal>> Handle(SummariseOpinions request, CancellationToken cancellationToken)
    {
        if (!await db.Set<AppointmentCase>().AnyAsync(row => row.Id == request.Case, cancellationToken))
            return CaseRefusal.UnknownCase;
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == request.Case && row.GivenAt != null)
            .ToListAsync(cancellationToken);
        var positive = opinions.Count(opinion => opinion.Verdict == Verdict.Positive);
        var negative = opinions.Count(opinion => opinion.Verdict == Verdict.Negative);
        return new OpinionsSummarised(
            new OpinionSummary(
                positive + negative,
                opinions.Count(opinion => opinion.HasConflict),
                positive,
                negative,
                positive + negative >= request.Minimum
            )
        );
    }
}
