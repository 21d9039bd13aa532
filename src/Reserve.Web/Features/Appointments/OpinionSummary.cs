namespace Reserve.Web.Features.Appointments;

public sealed record OpinionSummary(int Given, int Conflicts, int Positive, int Negative, bool Enough);
