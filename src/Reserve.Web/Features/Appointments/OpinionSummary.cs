namespace Reserve.Web.Features.Appointments;

internal sealed record OpinionSummary(int Given, int Conflicts, int Positive, int Negative, bool Enough);
