using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>The yearly counts of the work with one candidate.</summary>
public sealed record Effectiveness(
    bool? Appointed = null,
    bool? HigherPost = null,
    bool? Trained = null,
    bool? PlanCompleted = null,
    decimal? TerritoryDynamics = null,
    string? Conclusion = null
);
