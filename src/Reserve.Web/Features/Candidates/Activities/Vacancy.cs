namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>A vacancy as the process carries it.</summary>
internal sealed record Vacancy(string? Position = null, string? Municipality = null, string? Organization = null);
