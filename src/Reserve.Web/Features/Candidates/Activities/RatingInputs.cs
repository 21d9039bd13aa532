using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>What the rating starts from, as a proposal that the HR officer checks; percents, null when not known.</summary>
public sealed record RatingInputs(decimal? Dynamics, decimal? ExperiencePlan, decimal? Contests);
