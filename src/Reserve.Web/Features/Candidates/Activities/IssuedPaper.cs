namespace Reserve.Web.Features.Candidates.Activities;

internal sealed record IssuedPaper(Guid Id, string Number);
