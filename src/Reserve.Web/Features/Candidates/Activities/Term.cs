using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

public sealed record Term(DateTimeOffset TermEnds, int Renewals, bool Appointed);
