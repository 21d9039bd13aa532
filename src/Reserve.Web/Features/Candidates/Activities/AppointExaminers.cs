using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.AppointExaminers", Title = "Подобрать членов комиссии")]
public sealed record AppointExaminers(CandidateId Candidate, int Minimum = 3) : IRequest<Result<ExaminersGiven, CycleRefusal>>;

public sealed record ExaminersGiven(IReadOnlyList<Guid> Examiners);

internal sealed class AppointExaminersHandler(ReserveDb db) : IRequestHandler<AppointExaminers, Result<ExaminersGiven, CycleRefusal>>
{
    /// <summary>Commission members of the candidate's region first, then of the federation; the candidate is not among them.</summary>
    public async Task<Result<ExaminersGiven, CycleRefusal>> Handle(AppointExaminers request, CancellationToken cancellationToken)
    {
        if (await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken) is not { } candidate)
            return CycleRefusal.UnknownCandidate;
        var region = Territory.RegionOf(candidate.Territory);
        var members = await db.Set<User>()
            .Where(user =>
                !user.Disabled
                && user.Roles.Contains(Roles.CommissionMember)
                && user.Id != candidate.UserId
                && (user.Territory == region || user.Territory.StartsWith(region + ".") || user.Territory == Territory.Federation)
            )
            .OrderByDescending(user => user.Territory.Length)
            .ThenBy(user => user.Id)
            .Select(user => user.Id)
            .Take(request.Minimum)
            .ToListAsync(cancellationToken);
        return members.Count < request.Minimum ? CycleRefusal.NotEnoughExaminers : new ExaminersGiven(members);
    }
}
