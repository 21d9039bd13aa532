using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>A vacancy as the process carries it.</summary>
public sealed record Vacancy(string? Position = null, string? Municipality = null);
