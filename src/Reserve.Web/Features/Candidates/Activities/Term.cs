namespace Reserve.Web.Features.Candidates.Activities;

public sealed record Term(DateTimeOffset TermEnds, int Renewals, bool Appointed);
