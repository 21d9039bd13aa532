namespace Reserve.Web.Features.Candidates.Activities;

internal sealed record Term(DateTimeOffset TermEnds, int Renewals, bool Appointed);
