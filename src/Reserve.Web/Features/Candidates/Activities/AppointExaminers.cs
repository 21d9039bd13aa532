using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.AppointExaminers", Title = "Подобрать членов комиссии")]
internal sealed record AppointExaminers(CandidateId Candidate, int Minimum = 3) : IRequest<Result<ExaminersGiven, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record ExaminersGiven(IReadOnlyList<Guid> Examiners);

internal sealed class AppointExaminersHandler(ReserveDb db, People people)
    : IRequestHandler<AppointExaminers, Result<ExaminersGiven, CycleRefusal>>
{
    /// <summary>Commission members of the candidate's region first, then of the federation; the candidate is not among them.</summary>
    public async Task<Result<ExaminersGiven, CycleRefusal>> Handle(AppointExaminers request, CancellationToken cancellationToken)
    {
        if (await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken) is not { } candidate)
            return CycleRefusal.UnknownCandidate;
        var region = Territory.RegionOf(candidate.Territory);
        var holders = await people.OfRole(region, cancellationToken, Roles.CommissionMember);
        var members = holders
            .Where(person => person.Id != candidate.UserId)
            .OrderByDescending(person => person.Territory.Length)
            .ThenBy(person => person.Id)
            .Select(person => person.Id)
            .Take(request.Minimum)
            .ToList();
        return members.Count < request.Minimum ? CycleRefusal.NotEnoughExaminers : new ExaminersGiven(members);
    }
}
