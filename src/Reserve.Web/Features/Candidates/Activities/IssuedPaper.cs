namespace Reserve.Web.Features.Candidates.Activities;

public sealed record IssuedPaper(Guid Id, string Number);
